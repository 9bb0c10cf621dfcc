public import Imaging

/// Which part of a picture a model sees, so that a map over its input can be laid over the picture.
public struct InputGeometry: Sendable, Hashable {
    /// A rectangle whose sides need not lie on pixels.
    public struct Rectangle: Sendable, Hashable {
        /// The left side, in pixels from that of the whole.
        public let x: Double
        /// The upper side, in pixels from that of the whole.
        public let y: Double
        /// The extent from left to right, in pixels.
        public let width: Double
        /// The extent from top to bottom, in pixels.
        public let height: Double

        /// Joins the sides of a rectangle, in pixels.
        public init(x: Double, y: Double, width: Double, height: Double) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// The size of the picture as it is.
    public let pictureSize: PixelSize

    /// The size of the picture once scaled.
    public let scaledSize: PixelSize

    /// The size of the input.
    public let inputSize: PixelSize

    /// The column of the scaled picture at which the input begins; negative where the input is wider.
    public let left: Int

    /// The row of the scaled picture at which the input begins; negative where the input is higher.
    public let top: Int

    /// Puts the input in the middle of the scaled picture, as torchvision's `CenterCrop` does, which rounds half an odd
    /// difference to the even side.
    init(pictureSize: PixelSize, scaledSize: PixelSize, inputSize: PixelSize) {
        func start(_ scaled: Int, _ input: Int) -> Int {
            guard scaled >= input else { return -((input - scaled) / 2) }
            return Int((Double(scaled - input) / 2).rounded(.toNearestOrEven))
        }
        self.pictureSize = pictureSize
        self.scaledSize = scaledSize
        self.inputSize = inputSize
        left = start(scaledSize.width, inputSize.width)
        top = start(scaledSize.height, inputSize.height)
    }

    /// The part of the picture that the model sees, in pixels of the picture.
    public var seen: Rectangle {
        let across = Double(pictureSize.width) / Double(scaledSize.width)
        let down = Double(pictureSize.height) / Double(scaledSize.height)
        let shown = shown
        return Rectangle(
            x: Double(max(left, 0)) * across,
            y: Double(max(top, 0)) * down,
            width: shown.width * across,
            height: shown.height * down
        )
    }

    /// The part of the input that shows the picture, in pixels of the input; the rest, if any, is padding.
    public var shown: Rectangle {
        let width = min(inputSize.width, scaledSize.width - max(left, 0))
        let height = min(inputSize.height, scaledSize.height - max(top, 0))
        return Rectangle(
            x: Double(max(-left, 0)),
            y: Double(max(-top, 0)),
            width: Double(width),
            height: Double(height)
        )
    }
}
