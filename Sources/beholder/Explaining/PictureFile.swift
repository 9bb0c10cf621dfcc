#if NativeLibraries
import Foundation
import Imaging

/// A picture as a result.
enum PictureFile {
    /// Writes a PNG file, which appears when it is complete, and says so.
    /// - Throws: `CocoaError` with the path.
    static func write(_ picture: RasterImage, to path: String, as name: String) throws {
        try Data(ImageFile.encodePNG(picture)).write(to: URL(fileURLWithPath: path), options: .atomic)
        Output.message("Wrote \(path): \(name)")
    }
}
#endif
