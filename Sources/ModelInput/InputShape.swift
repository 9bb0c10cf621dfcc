import Imaging
import Tensor

/// The extents of a model's input, read by a layout; nil for those that the model does not fix.
struct InputShape {
    let extents: [Int?]
    let layout: ModelDescription.Layout

    init(_ extents: [Int?], _ layout: ModelDescription.Layout) {
        self.extents = extents
        self.layout = layout
    }

    var batch: Int? { extent(0) }
    var channels: Int? { extent(layout == .nchw ? 1 : 3) }
    var height: Int? { extent(layout == .nchw ? 2 : 1) }
    var width: Int? { extent(layout == .nchw ? 3 : 2) }

    /// The shape as `[?, 3, 224, 224]`.
    var text: String { "[" + extents.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]" }

    private func extent(_ axis: Int) -> Int? { axis < extents.count ? extents[axis] : nil }

    /// Sees whether the model takes one picture with the channels of a description.
    ///
    /// - Throws: ``ModelInputError`` with `inputMismatch`.
    func requirePictures(_ description: ModelDescription) throws {
        func mismatch(_ expected: String) -> ModelInputError {
            ModelInputError(.inputMismatch, "The model takes an input of the shape \(text); \(expected)")
        }
        guard extents.count == 4, extents.allSatisfy({ $0 ?? 1 > 0 }) else {
            throw mismatch("expected one for pictures: four axes, such as [1, 3, 224, 224]. Name another `input`.")
        }
        guard extents.allSatisfy({ $0 ?? 1 <= ModelDescription.extentLimit }) else {
            throw mismatch("expected no side longer than \(ModelDescription.extentLimit) pixels.")
        }
        guard batch ?? 1 == 1 else {
            throw mismatch("expected one picture at a time. Export the model with a batch of 1, or with any batch.")
        }
        let count = description.channels.count
        guard channels ?? count == count else {
            let other = InputShape(extents, layout == .nchw ? .nhwc : .nchw)
            let hint =
                other.channels == count
                ? "Set `layout` to \"\(other.layout.rawValue)\", or correct the description."
                : "Set `channels`, `mean` and `std` to what the model takes."
            throw mismatch(
                "expected \(count) channel\(count == 1 ? "" : "s") (\(description.channels.rawValue)) on axis "
                    + "\(layout == .nchw ? 1 : 3), as the layout \(layout.rawValue) has them. \(hint)"
            )
        }
    }
}

/// Where the samples of an input lie in its tensor.
struct SampleOrder {
    let layout: ModelDescription.Layout
    let channels: Int
    let size: PixelSize

    var shape: [Int] {
        layout == .nchw ? [1, channels, size.height, size.width] : [1, size.height, size.width, channels]
    }

    func index(_ channel: Int, _ y: Int, _ x: Int) -> Int {
        layout == .nchw
            ? (channel * size.height + y) * size.width + x
            : (y * size.width + x) * channels + channel
    }

    /// A tensor of values that are given by channel, row and column.
    func tensor(_ value: (_ channel: Int, _ y: Int, _ x: Int) -> Float) -> Tensor {
        var values = [Float](repeating: 0, count: channels * size.height * size.width)
        for channel in 0..<channels {
            for y in 0..<size.height {
                for x in 0..<size.width { values[index(channel, y, x)] = value(channel, y, x) }
            }
        }
        return Tensor(shape: shape, values: values)
    }
}

extension ModelDescription {
    /// Whether samples can be prepared and brought back.
    var isInvertible: Bool {
        scale > 0 && std.allSatisfy { $0 > 0 } && mean.count == channels.count && std.count == channels.count
    }

    /// Whether a size of the description is that of the model's input.
    var refersToModelInput: Bool {
        switch (crop, resize.target) {
        case (.modelInput, _), (_, .modelInput), (nil, .cropFraction): true
        default: false
        }
    }
}
