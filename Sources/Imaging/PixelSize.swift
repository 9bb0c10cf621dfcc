/// A width and a height in pixels.
public struct PixelSize: Sendable, Hashable, CustomStringConvertible {
    /// Pixels in a row.
    public var width: Int

    /// Rows.
    public var height: Int

    /// Joins a width and a height, in pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The size as `640×480`.
    public var description: String { "\(width)×\(height)" }

    /// The number of pixels, or nil if it does not fit an `Int`.
    var pixelCount: Int? {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        return overflow ? nil : count
    }
}
