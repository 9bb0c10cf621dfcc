package import Imaging

/// Turns pictures into what a terminal draws.
package protocol PicturePainter: Sendable {
    /// The pixel modes that the environment promises.
    func knownModes(environment: [String: String]) -> Set<GraphicsMode>

    /// The bytes that draw a picture in a rectangle of cells.
    /// - Parameter cell: One cell in pixels, which pixel modes scale to.
    func paint(_ picture: RasterImage, in place: CellRectangle, mode: GraphicsMode, cell: PixelSize) -> [UInt8]
}

extension PixelSize {
    /// The cell of a terminal that does not tell its own: a common one, twice as high as wide.
    static let assumedCell = PixelSize(width: 10, height: 20)
}

/// The painter of this build: Chafa, or none without the trait `NativeLibraries`.
package func makePainter() -> (any PicturePainter)? {
    #if NativeLibraries
    ChafaPainter()
    #else
    nil
    #endif
}
