import Foundation
import Tensor

/// Reads pictures from PNG and JPEG files, and writes PNG.
///
/// The format is recognized by the content; a name that promises another one is an error. Samples are read as stored:
/// color profiles and gamma are not applied, as networks' input pipelines do not apply them either. The EXIF
/// orientation of a JPEG file is applied.
public enum ImageFile {
    /// The number of pixels above which a picture is refused unless the caller allows more: 100 million.
    public static let defaultPixelLimit = 100_000_000

    /// Reads a picture; its header is judged before memory is taken for the rest.
    ///
    /// - Throws: `ImagingError`; its message names the file.
    /// - Complexity: O(pixels).
    public static func read(_ path: String, pixelLimit: Int = defaultPixelLimit) throws -> RasterImage {
        try naming { try picture(ByteSource(path: path), pixelLimit) }
    }

    /// Reads a picture from a file that is in memory already.
    ///
    /// - Parameter name: What messages call the picture; its extension, if any, must fit the content.
    /// - Throws: `ImagingError`.
    /// - Complexity: O(pixels).
    public static func decode(
        _ bytes: [UInt8],
        name: String = "The picture",
        pixelLimit: Int = defaultPixelLimit
    ) throws -> RasterImage {
        try naming { try picture(ByteSource(bytes: bytes, name: name), pixelLimit) }
    }

    /// The extents of a picture as seen, read from its header; works without the image libraries too.
    ///
    /// - Throws: `ImagingError`, also when the extents exceed the limit.
    public static func dimensions(of path: String, pixelLimit: Int = defaultPixelLimit) throws -> PixelSize {
        try naming {
            let source = try ByteSource(path: path)
            return try PictureHeader(reading: source, pixelLimit: pixelLimit).size
        }
    }

    /// The bytes of a PNG file that holds `image`; the same picture gives the same bytes.
    ///
    /// - Throws: `ImagingError` with `builtWithoutLibraries`, or `tooLarge` for more than 2³¹ − 1 bytes a row.
    /// - Complexity: O(pixels).
    public static func encodePNG(_ image: RasterImage) throws -> [UInt8] {
        try PNGCodec.encode(image)
    }

    /// Writes a PNG file and moves it into place when it is complete.
    ///
    /// - Throws: `ImagingError` with `unreadable` when the folder does not exist or may not be written.
    public static func writePNG(_ image: RasterImage, to path: String) throws {
        let bytes = try encodePNG(image)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ImagingError(
                .unreadable,
                "\(path) cannot be written. Check that its folder exists and may be written."
            )
        }
    }

    private static func picture(_ source: ByteSource, _ pixelLimit: Int) throws -> RasterImage {
        let header = try PictureHeader(reading: source, pixelLimit: pixelLimit)
        let bytes = try source.readAll()
        return switch header {
        case .png(let header): try PNGCodec.decodePicture(bytes, header, name: source.name)
        case .jpeg(let header): try JPEGCodec.decode(bytes, header, name: source.name)
        }
    }

    /// Turns the failures of the layer below into errors of this one.
    static func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as ByteSource.Failure {
            throw ImagingError(.unreadable, failure.description)
        }
    }
}
