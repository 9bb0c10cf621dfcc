#if NativeLibraries
import Tensor

/// Any tensor of the network as the map: what an attention model, a gate or a mask shows of itself.
struct TensorMap: Explainer {
    static let traits = ExplainerTraits(
        id: "tensor",
        name: "Tensor",
        family: .attention,
        paper: "The network's own",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: true,
        parameters: [
            .text("name", nil, "the tensor's name; `beholder model inspect` lists them"),
            .integer(
                "channel",
                -1...1_000_000,
                -1,
                "which channel, from 0, where the tensor has several; -1 where it has one"
            ),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let name: String
    private let channel: Int

    init(_ parameters: ParameterValues) {
        (name, channel) = (parameters.text("name"), parameters.integer("channel"))
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let value = try await subject.values([name])[name]
        guard let value else { throw AttributionError(.notApplicable, "\(name) is not computed.") }
        let maps = try await subject.planes(of: value, name)
        let channels = maps.shape[0]
        guard channel >= 0 || channels == 1 else {
            throw AttributionError(
                .invalidParameter,
                "tensor: \(name) of shape \(value.shape) has \(channels) channels. Choose one with channel=0 to \(channels - 1)."
            )
        }
        guard channel < channels else {
            throw AttributionError(
                .invalidParameter,
                "tensor: \(name) of shape \(value.shape) has no channel \(channel); they are 0 to \(channels - 1)."
            )
        }
        return Explanation(maps.plane(max(0, channel)))
    }
}

extension Subject {
    /// A tensor's value for one image as maps `[K,h,w]`.
    ///
    /// - Parameter value: `[1,K,h,w]`, `[1,h,w,1]`, `[1,h,w]`, `[h,w]`, or tokens `[1,T]`, `[1,T,1]`, `[T]`.
    /// - Throws: ``AttributionError`` `notApplicable` for other shapes.
    func planes(of value: Tensor, _ name: String) async throws -> Tensor {
        var shape = value.shape
        if shape.count > 1, shape[0] == 1 { shape.removeFirst() }
        if shape.count == 3, shape[2] == 1, shape[0] > 1 { shape.removeLast() }
        if shape.count == 2, shape.contains(1) { shape.removeAll { $0 == 1 } }
        let count = value.values.count
        switch shape.count {
        case 3 where shape[1] * shape[2] > 1: return value.reshaped(shape)
        case 2: return value.reshaped([1] + shape)
        case 1 where count > 3:
            let grid = TokenGrid(tokens: count, height: height, width: width, try await tensorGraph())
            let places = Array(value.values[grid.special...])
            return Tensor(shape: [1, grid.rows, grid.columns], values: places)
        default:
            throw AttributionError(
                .notApplicable,
                "\(name) has the shape \(value.shape), which is no map. A map has places: [1,1,h,w], [1,K,h,w] with a channel "
                    + "chosen, [1,h,w], or tokens [1,T]; attention among tokens [1,heads,T,T] is what raw-attention reads."
            )
        }
    }
}

extension Tensor {
    /// Map `index` of `[K,h,w]`.
    func plane(_ index: Int) -> Tensor {
        let size = shape[1] * shape[2]
        return Tensor(shape: [shape[1], shape[2]], values: Array(values[index * size..<(index + 1) * size]))
    }
}
#endif
