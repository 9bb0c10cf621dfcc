public import Digest

/// A picture of 8 bits a sample, row by row from the top, its channels interleaved.
public struct RasterImage: Sendable, Equatable {
    /// The channels of a pixel.
    public enum Layout: Int, Sendable {
        /// Red, green, blue.
        case rgb = 3
        /// Red, green, blue and opacity, the colors not multiplied by it.
        case rgba = 4
    }

    /// Pixels in a row, at least 1.
    public let width: Int

    /// Rows, at least 1.
    public let height: Int

    /// The channels of a pixel.
    public let layout: Layout

    /// The samples, `[height, width, channels]`, 0…255.
    public let pixels: [UInt8]

    /// Joins samples to a picture.
    ///
    /// - Precondition: Both extents are positive, and `pixels` has `width · height · channels` samples.
    public init(width: Int, height: Int, layout: Layout, pixels: [UInt8]) {
        precondition(width > 0 && height > 0, "A picture of \(width)×\(height) pixels is empty.")
        precondition(
            pixels.count == width * height * layout.rawValue,
            "\(pixels.count) samples do not fill \(width)×\(height) pixels of \(layout.rawValue) channels."
        )
        self.width = width
        self.height = height
        self.layout = layout
        self.pixels = pixels
    }

    /// Samples in a pixel, 3 or 4.
    public var channels: Int { layout.rawValue }

    /// The extents.
    public var size: PixelSize { PixelSize(width: width, height: height) }

    /// The SHA-256 of width, height and channels (8 bytes each, least significant first) and the samples.
    ///
    /// - Complexity: O(samples).
    public var pixelHash: SHA256.Digest {
        var hasher = SHA256()
        for number in [width, height, channels] {
            withUnsafeBytes(of: UInt64(number).littleEndian) { hasher.update($0) }
        }
        hasher.update(pixels)
        return hasher.finalize()
    }

    /// The picture as RGB, what is transparent laid over white.
    ///
    /// - Complexity: O(pixels).
    public func flattened() -> RasterImage {
        guard layout == .rgba else { return self }
        var opaque: [UInt8] = []
        opaque.reserveCapacity(width * height * 3)
        for offset in stride(from: 0, to: pixels.count, by: 4) {
            let opacity = Int(pixels[offset + 3])
            for channel in 0..<3 {
                let sum = Int(pixels[offset + channel]) * opacity + 255 * (255 - opacity)
                opaque.append(UInt8((sum + 127) / 255))
            }
        }
        return RasterImage(width: width, height: height, layout: .rgb, pixels: opaque)
    }
}
