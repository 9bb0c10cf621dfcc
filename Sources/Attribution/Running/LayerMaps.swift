#if NativeLibraries
import ModelGraph
import Tensor

/// The layer whose maps a method weights: channels over a grid of positions.
public struct Layer: Sendable, Equatable {
    /// The tensor's name.
    public let name: String
    /// How the tensor holds channels and positions.
    public enum Arrangement: Sendable, Equatable {
        /// `[N,C,h,w]`.
        case channelsFirst
        /// `[N,h,w,C]`.
        case channelsLast
        /// `[N,T,C]`: tokens, those before the grid left out.
        case tokens(special: Int)
    }
    /// How this tensor holds them.
    public let arrangement: Arrangement
    /// How many maps there are.
    public let channels: Int
    /// Rows of positions.
    public let height: Int
    /// Columns of positions.
    public let width: Int

    /// The maps `[N,C,h,w]` in a value of the tensor.
    func maps(_ value: Tensor) -> Tensor {
        switch arrangement {
        case .channelsFirst: return value
        case .channelsLast: return value.permuted([0, 3, 1, 2])
        case .tokens(let special):
            let (images, tokens) = (value.shape[0], value.shape[1])
            var grid: [Float] = []
            for image in 0..<images {
                let range = (image * tokens + special) * channels..<(image + 1) * tokens * channels
                grid += value.values[range]
            }
            return Tensor(shape: [images, height, width, channels], values: grid).permuted([0, 3, 1, 2])
        }
    }

    /// A value of the tensor with other maps `[N,C,h,w]`; what stands before the grid is kept.
    func value(_ maps: Tensor, from value: Tensor) -> Tensor {
        switch arrangement {
        case .channelsFirst: return maps
        case .channelsLast: return maps.permuted([0, 2, 3, 1])
        case .tokens(let special):
            let grid = maps.permuted([0, 2, 3, 1]).values
            let (images, tokens) = (maps.shape[0], value.shape[1])
            var result: [Float] = []
            result.reserveCapacity(images * tokens * channels)
            for image in 0..<images {
                result += value.values[..<(special * channels)]
                result += grid[image * height * width * channels..<(image + 1) * height * width * channels]
            }
            return Tensor(shape: [images, tokens, channels], values: result)
        }
    }
}

extension Subject {
    /// The layer that a class activation map is taken of: the one chosen, else the network's last with positions.
    ///
    /// - Throws: ``AttributionError`` `notApplicable` where there is none, `ModelError` `unknownTensor`.
    public func activationLayer() async throws -> Layer {
        let model = classifier.model
        let batch = classifier.given(batchOfOne)
        let shapes = [classifier.inputName: batch.shape]
        let own = try await model.activationLayer(shapes)
        guard let name = layer else {
            guard let own else {
                throw AttributionError(
                    .notApplicable,
                    "\(model.source) has no layer with positions before its classes. Name one with --layer; "
                        + "`beholder model inspect` lists them."
                )
            }
            return try await layer(own.name, own.shape)
        }
        guard let found = try await model.tensors(shapes).first(where: { $0.name == name }) else {
            // Names the nearest.
            _ = try await model.run([classifier.inputName: batch], fetching: [name])
            throw AttributionError(.notApplicable, "\(name) does not depend on the picture.")
        }
        return try await layer(name, found.shape)
    }

    private func layer(_ name: String, _ shape: [Int]) async throws -> Layer {
        switch shape.count {
        case 4:
            // Planes have the picture's proportions.
            func distortion(_ rows: Int, _ columns: Int) -> Int { abs(rows * width - columns * height) }
            let isLast = distortion(shape[1], shape[2]) < distortion(shape[2], shape[3])
            return isLast
                ? Layer(name: name, arrangement: .channelsLast, channels: shape[3], height: shape[1], width: shape[2])
                : Layer(name: name, arrangement: .channelsFirst, channels: shape[1], height: shape[2], width: shape[3])
        case 3:
            let grid = TokenGrid(tokens: shape[1], height: height, width: width, try await tensorGraph())
            return Layer(
                name: name,
                arrangement: .tokens(special: grid.special),
                channels: shape[2],
                height: grid.rows,
                width: grid.columns
            )
        default:
            throw AttributionError(
                .notApplicable,
                "\(name) has the shape \(shape); a layer has channels and positions: [N,C,h,w], [N,h,w,C] or tokens [N,T,C]."
            )
        }
    }

    /// The layer's maps for the input, and the gradient of the class score by them: `[C,h,w]` each.
    func mapsAndGradients(_ layer: Layer) async throws -> (maps: Tensor, gradients: Tensor) {
        let batch = batchOfOne
        let found = try await classifier.gradients(
            batch,
            of: [target],
            by: [layer.name],
            fetching: [layer.name],
            byInput: false,
            log
        )
        guard let value = found.values[layer.name], let gradient = found.gradients[layer.name] else {
            throw AttributionError(.notApplicable, "The class score does not depend on \(layer.name).")
        }
        let shape = [layer.channels, layer.height, layer.width]
        return (layer.maps(value).reshaped(shape), layer.maps(gradient).reshaped(shape))
    }

    /// The layer's maps for the input: `[C,h,w]`.
    func maps(_ layer: Layer) async throws -> Tensor {
        let batch = batchOfOne
        let found = try await classifier.model.run(
            [classifier.inputName: classifier.given(batch)],
            fetching: [layer.name]
        )
        log.add(forward: 1)
        guard let value = found[layer.name] else {
            throw AttributionError(.notApplicable, "\(layer.name) is not computed.")
        }
        return layer.maps(value).reshaped([layer.channels, layer.height, layer.width])
    }
}
#endif
