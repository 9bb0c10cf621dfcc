public import Imaging
public import Tensor

/// Turns pictures into the tensor that a network takes, and such tensors back into pictures.
public struct InputPreparation: Sendable {
    /// The description that is followed.
    public let description: ModelDescription

    /// The size of the input; nil where it depends on the picture.
    public let inputSize: PixelSize?

    /// What nobody said and was therefore assumed, each as a sentence for a person.
    public let assumptions: [String]

    /// The size of the input that sizes of the description refer to.
    private let referenceSize: PixelSize

    /// The extents that the model fixes, by the layout of the description.
    private let fixed: (height: Int?, width: Int?)

    /// The size of the input of a model that does not fix it.
    private static let usualSize = PixelSize(width: 224, height: 224)

    /// The number of pixels of a scaled picture above which it is refused.
    private static let scaledPixelLimit = 100_000_000

    /// Joins a description and what the model says of its input.
    ///
    /// - Parameters:
    ///   - description: The description; without one, torchvision's convention is assumed with the layout and the size
    ///     of the model's input, and ``assumptions`` says so.
    ///   - inputShape: The extents of the model's input; nil for those that it does not fix.
    /// - Throws: ``ModelInputError`` with `inputMismatch` when the model takes no pictures as the description prepares
    ///   them.
    /// - Precondition: `scale` and `std` of the description are positive; `mean` and `std` have a value a channel.
    public init(_ description: ModelDescription?, inputShape: [Int?]) throws {
        var assumptions: [String] = []
        var followed = description ?? Preset.torchvision.modelDescription
        if description == nil {
            if InputShape(inputShape, .nchw).channels != 3, InputShape(inputShape, .nhwc).channels == 3 {
                followed.layout = .nhwc
            }
            assumptions.append(
                "There is no description of the model beside it, so torchvision's convention was assumed: the shorter "
                    + "side scaled by Pillow's antialiased bilinear filter, a center crop, RGB 0…1 less the mean and "
                    + "divided by the standard deviation of ImageNet, \(followed.layout.rawValue.uppercased()). If the "
                    + "model was trained otherwise, write NAME.model.json beside NAME.onnx."
            )
        }
        precondition(followed.isInvertible, "Scale, mean and std do not fit the channels.")
        let shape = InputShape(inputShape, followed.layout)
        try shape.requirePictures(followed)
        fixed = (shape.height, shape.width)
        referenceSize = PixelSize(
            width: shape.width ?? shape.height ?? Self.usualSize.width,
            height: shape.height ?? shape.width ?? Self.usualSize.height
        )
        if followed.refersToModelInput, shape.height == nil || shape.width == nil {
            assumptions.append(
                "The model does not fix the size of its input \(shape.text), so \(referenceSize) was assumed. Give "
                    + "sizes in `resize` or `crop` of the description to be sure."
            )
        }
        self.description = followed
        self.assumptions = assumptions
        switch (followed.crop, followed.resize.target) {
        case (.exact(let size), _), (nil, .exact(let size)): inputSize = size
        case (.modelInput, _), (nil, .modelInput): inputSize = referenceSize
        case (nil, .shorterSide), (nil, .cropFraction): inputSize = nil
        }
        if let inputSize { try requireFit(inputSize) }
    }

    /// The part of a picture of some size that the model sees.
    ///
    /// - Throws: ``ModelInputError`` with `inputMismatch` when the model takes another size than the picture gets, or
    ///   `tooLarge` when it would be scaled to more than 100 million pixels.
    public func geometry(of pictureSize: PixelSize) throws -> InputGeometry {
        let scaledSize = scaledSize(of: pictureSize)
        let inputSize = inputSize ?? scaledSize
        for size in [scaledSize, inputSize] {
            let (count, overflow) = size.width.multipliedReportingOverflow(by: size.height)
            guard overflow || count > Self.scaledPixelLimit else { continue }
            throw ModelInputError(
                .tooLarge,
                "The picture of \(pictureSize) pixels would become one of \(size), more than "
                    + "\(Self.scaledPixelLimit) pixels. Cut it to less extreme proportions, or give smaller sizes in "
                    + "`resize` and `crop` of the description."
            )
        }
        try requireFit(inputSize)
        return InputGeometry(pictureSize: pictureSize, scaledSize: scaledSize, inputSize: inputSize)
    }

    /// The input for a picture, what is transparent in it laid over white.
    ///
    /// - Returns: `[1,C,H,W]` or `[1,H,W,C]`, as the layout of the description says.
    /// - Throws: As ``geometry(of:)``.
    /// - Complexity: O(pixels of the picture + pixels of the scaled picture).
    public func tensor(from picture: RasterImage) throws -> Tensor {
        let geometry = try geometry(of: picture.size)
        let source = description.channels == .gray ? picture.grayscale() : picture
        let scaled = source.resizedSamples(to: geometry.scaledSize, by: description.resize.scaling)
        return order(of: geometry.inputSize).tensor { channel, y, x in
            let (row, column) = (geometry.top + y, geometry.left + x)
            let isInside =
                (0..<geometry.scaledSize.height).contains(row) && (0..<geometry.scaledSize.width).contains(column)
            let sample =
                isInside ? scaled.values[(row * geometry.scaledSize.width + column) * 3 + color(of: channel)] : 0
            return normalization(of: channel).applied(to: sample)
        }
    }

    /// The picture that an input shows: the inverse of ``tensor(from:)``, for display.
    ///
    /// - Parameter input: `[1,C,H,W]` or `[1,H,W,C]`, as the layout of the description says.
    /// - Returns: RGB of the input's size, values rounded and those outside 0…255 cut off; gray channels repeated.
    /// - Throws: ``ModelInputError`` with `wrongShape` or `notFinite`.
    /// - Complexity: O(values).
    public func picture(from input: Tensor) throws -> RasterImage {
        let size = try size(of: input)
        if let index = input.values.firstIndex(where: { !$0.isFinite }) {
            throw ModelInputError(
                .notFinite,
                "The input has the value \(input.values[index]) at index \(index); expected finite numbers."
            )
        }
        let order = order(of: size)
        var pixels = [UInt8](repeating: 0, count: size.width * size.height * 3)
        for channel in 0..<description.channels.count {
            let normalization = normalization(of: channel)
            let colors = description.channels == .gray ? 0..<3 : color(of: channel)..<color(of: channel) + 1
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let sample = normalization.inverted(input.values[order.index(channel, y, x)])
                    for color in colors { pixels[(y * size.width + x) * 3 + color] = sample }
                }
            }
        }
        return RasterImage(width: size.width, height: size.height, layout: .rgb, pixels: pixels)
    }
}

extension InputPreparation {
    private func scaledSize(of size: PixelSize) -> PixelSize {
        let shorter: Int
        switch description.resize.target {
        case .exact(let size): return size
        case .modelInput: return referenceSize
        case .shorterSide(let side): shorter = side
        case .cropFraction(let fraction):
            let target = inputSize ?? referenceSize
            shorter = max(1, Int((Double(min(target.width, target.height)) / fraction).rounded()))
        }
        func scaled(_ side: Int) -> Int {
            let least = min(size.width, size.height)
            guard side > least else { return shorter }
            let length = Double(side) * Double(shorter) / Double(least)
            return Int(length.rounded(description.resize.rounding == .round ? .toNearestOrAwayFromZero : .down))
        }
        return PixelSize(width: scaled(size.width), height: scaled(size.height))
    }

    private func requireFit(_ size: PixelSize) throws {
        guard fixed.height ?? size.height == size.height, fixed.width ?? size.width == size.width else {
            let taken = "\(fixed.width.map(String.init) ?? "any")×\(fixed.height.map(String.init) ?? "any")"
            throw ModelInputError(
                .inputMismatch,
                "The description makes an input of \(size) pixels (width × height), but the model takes \(taken). Set "
                    + "`crop.size`, or `resize.size` without a crop, to the model's size or to \"input\"."
            )
        }
    }

    private func size(of input: Tensor) throws -> PixelSize {
        let shape = InputShape(input.shape, description.layout)
        guard input.shape.count == 4, shape.batch == 1, shape.channels == description.channels.count,
            let height = shape.height, let width = shape.width, height > 0, width > 0
        else {
            let count = description.channels.count
            let expected = description.layout == .nchw ? "[1, \(count), H, W]" : "[1, H, W, \(count)]"
            throw ModelInputError(
                .wrongShape,
                "The tensor has the shape \(input.shape); expected a prepared picture \(expected)."
            )
        }
        return PixelSize(width: width, height: height)
    }

    private func order(of size: PixelSize) -> SampleOrder {
        SampleOrder(layout: description.layout, channels: description.channels.count, size: size)
    }

    /// The channel of an RGB picture from which a channel of the input comes.
    private func color(of channel: Int) -> Int {
        description.channels == .bgr ? 2 - channel : channel
    }

    private func normalization(of channel: Int) -> Normalization {
        Normalization(
            scale: Float(description.scale),
            mean: Float(description.mean[channel]),
            std: Float(description.std[channel])
        )
    }
}

/// What becomes of the samples of a channel.
private struct Normalization {
    let scale: Float
    let mean: Float
    let std: Float

    func applied(to sample: Float) -> Float { (sample * scale - mean) / std }

    func inverted(_ value: Float) -> UInt8 {
        UInt8(min(max((value * std + mean) / scale, 0), 255).rounded())
    }
}
