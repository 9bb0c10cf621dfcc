import Tensor

/// The header of a picture, within the limits for reading the rest.
enum PictureHeader {
    case png(PNGHeader)
    case jpeg(JPEGHeader)

    /// The extents as seen.
    var size: PixelSize {
        switch self {
        case .png(let header): header.size
        case .jpeg(let header): header.size
        }
    }

    /// Reads and judges the header; nothing of the picture's data is read.
    ///
    /// - Throws: `ImagingError`, or `ByteSource.Failure`.
    init(reading source: ByteSource, pixelLimit: Int) throws {
        switch try FileFormat.recognize(source) {
        case .png: self = .png(try PNGHeader(reading: source))
        case .jpeg: self = .jpeg(try JPEGHeader(reading: source))
        case .npy:
            throw ImagingError(
                .unsupportedFormat,
                "\(source.name) is an array; expected a picture, as PNG or JPEG."
            )
        }
        guard let pixels = size.pixelCount, pixels <= min(pixelLimit, Int.max / 16) else {
            throw ImagingError(
                .tooLarge,
                "\(source.name) declares \(size) pixels, more than the limit of \(pixelLimit). Scale it down."
            )
        }
        // No picture needs more than 8 bytes a pixel; what is left allows for previews and profiles.
        let byteLimit = 8 * pixels + (64 << 20)
        guard source.byteCount <= byteLimit else {
            throw ImagingError(
                .tooLarge,
                "\(source.name) has \(source.byteCount) bytes, far more than a picture of \(size) pixels needs. "
                    + "Export it again."
            )
        }
    }
}
