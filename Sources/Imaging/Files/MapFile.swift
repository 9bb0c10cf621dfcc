public import Tensor

/// Reads saliency maps from `.npy` files and from grayscale PNG files.
///
/// A map is two-dimensional, `[H,W]`; leading axes of extent 1 are dropped. Grayscale PNG samples of 1 to 16 bits become
/// 0…1, exactly as stored.
public enum MapFile {
    /// Reads a map.
    ///
    /// - Returns: `[H,W]`; values as stored in an `.npy` file, 0…1 from a PNG file. NaN is not judged here.
    /// - Throws: `ImagingError`; its message names the file.
    /// - Complexity: O(values).
    public static func read(_ path: String, pixelLimit: Int = ImageFile.defaultPixelLimit) throws -> Tensor {
        try ImageFile.naming {
            let source = try ByteSource(path: path)
            guard try FileFormat.recognize(source) != .npy else {
                return try plane(of: converting { try NPYFile.read(path, elementLimit: pixelLimit) }, name: path)
            }
            let header = try grayHeader(source, pixelLimit)
            return try PNGCodec.decodeGray(source.readAll(), header, name: path)
        }
    }

    /// The extents of a map, read from its header; works without the image libraries too.
    ///
    /// - Throws: `ImagingError`, also when the extents exceed the limit.
    public static func dimensions(of path: String, pixelLimit: Int = ImageFile.defaultPixelLimit) throws -> PixelSize {
        try ImageFile.naming {
            let source = try ByteSource(path: path)
            guard try FileFormat.recognize(source) != .npy else {
                let shape = try converting { try NPYFile.shape(of: path, elementLimit: pixelLimit) }
                return try size(of: shape, name: path)
            }
            return try grayHeader(source, pixelLimit).size
        }
    }

    private static func grayHeader(_ source: ByteSource, _ pixelLimit: Int) throws -> PNGHeader {
        guard case .png(let header) = try PictureHeader(reading: source, pixelLimit: pixelLimit), header.isGray else {
            throw ImagingError(
                .unsupportedFormat,
                "\(source.name) is a color or JPEG picture; expected a map as .npy or as PNG of one gray channel."
            )
        }
        return header
    }

    private static func plane(of tensor: Tensor, name: String) throws -> Tensor {
        let size = try size(of: tensor.shape, name: name)
        return Tensor(shape: [size.height, size.width], values: tensor.values)
    }

    private static func size(of shape: [Int], name: String) throws -> PixelSize {
        guard shape.count >= 2, shape.dropLast(2).allSatisfy({ $0 == 1 }), !shape.contains(0) else {
            throw ImagingError(
                .invalidShape,
                "\(name) has the shape \(shape); expected [H,W], [1,H,W] or [1,1,H,W]. Reduce an attribution's channels "
                    + "to one before saving it."
            )
        }
        return PixelSize(width: shape[shape.count - 1], height: shape[shape.count - 2])
    }

    private static func converting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as NPYError {
            let code: ImagingError.Code =
                switch error.code {
                case .unreadable: .unreadable
                case .notNPY, .unsupportedVersion, .unsupportedElement: .unsupportedFormat
                case .invalidHeader, .sizeMismatch: .corrupt
                case .tooLarge: .tooLarge
                }
            throw ImagingError(code, error.message)
        }
    }
}
