import Tensor

/// The formats that are read, recognized by how a file begins, never by its name.
enum FileFormat: String {
    case png = "PNG"
    case jpeg = "JPEG"
    case npy = "NumPy"

    /// Recognizes the format and holds it against the file's name.
    ///
    /// - Throws: `ImagingError` with `unsupportedFormat` or `wrongExtension`.
    static func recognize(_ source: ByteSource) throws -> FileFormat {
        let start = try source.read(at: 0, count: 16)
        guard let format = FileFormat(start: start) else {
            let found =
                start.isEmpty ? "empty" : foreignName(start).map { "of the format \($0)" } ?? "of unknown format"
            throw ImagingError(
                .unsupportedFormat,
                "\(source.name) is \(found); expected PNG or JPEG for a picture, .npy or grayscale PNG for a map. "
                    + "Convert it."
            )
        }
        if let fileExtension = fileExtension(source.name), !format.extensions.contains(fileExtension) {
            throw ImagingError(
                .wrongExtension,
                "\(source.name) is really a \(format.rawValue) file, whose name should end in "
                    + "\(format.extensions.map { "." + $0 }.joined(separator: " or ")). Rename it."
            )
        }
        return format
    }

    private init?(start: [UInt8]) {
        if start.starts(with: PNGHeader.signature) {
            self = .png
        } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if start.starts(with: [0x93] + Array("NUMPY".utf8)) {
            self = .npy
        } else {
            return nil
        }
    }

    private var extensions: [String] {
        switch self {
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .npy: ["npy"]
        }
    }

    /// The extension in lower case, or nil for a name without one.
    private static func fileExtension(_ name: String) -> String? {
        let last = name.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return nil }
        return last[dot...].dropFirst().lowercased()
    }

    private static func foreignName(_ start: [UInt8]) -> String? {
        func has(_ text: String, at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
        return switch true {
        case has("GIF8"): "GIF"
        case has("RIFF") && has("WEBP", at: 8): "WebP"
        case has("BM"): "BMP"
        case has("II*\0"), has("MM\0*"): "TIFF"
        case has("ftyp", at: 4): "HEIF, AVIF or MP4"
        case has("PK\u{3}\u{4}"): "ZIP or .npz"
        case has("%PDF"): "PDF"
        case has("<svg"), has("<?xml"), has("<!DO"), has("<htm"): "XML, SVG or HTML"
        case has("P5"), has("P6"), has("P2"), has("P3"): "PNM"
        case has("version https"): "Git LFS pointer"
        default: nil
        }
    }
}
