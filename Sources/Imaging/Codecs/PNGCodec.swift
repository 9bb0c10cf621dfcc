import Tensor

#if NativeLibraries
import CPNG

/// PNG through libpng's simplified interface, which reports errors without long jumps.
enum PNGCodec {
    /// - Throws: `ImagingError` with `corrupt`.
    static func decodePicture(_ bytes: [UInt8], _ header: PNGHeader, name: String) throws -> RasterImage {
        let essential = try PNGHeader.essentialChunks(of: bytes, keepingTransparency: true, name: name)
        var layout = RasterImage.Layout.rgb
        let pixels: [UInt8] = try read(essential, name: name) { image in
            let hasAlpha = image.format & PNG_FORMAT_FLAG_ALPHA != 0
            layout = hasAlpha ? .rgba : .rgb
            image.format = hasAlpha ? PNG_FORMAT_RGB | PNG_FORMAT_FLAG_ALPHA : PNG_FORMAT_RGB
            // 16-bit samples are encoded as 8-bit ones are, not linear in light.
            image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
            return header.size.width * header.size.height * layout.rawValue
        }
        return RasterImage(width: header.size.width, height: header.size.height, layout: layout, pixels: pixels)
    }

    /// Reads one gray channel as `[H,W]`, 0…1.
    ///
    /// - Throws: `ImagingError` with `corrupt`.
    static func decodeGray(_ bytes: [UInt8], _ header: PNGHeader, name: String) throws -> Tensor {
        let essential = try PNGHeader.essentialChunks(of: bytes, keepingTransparency: false, name: name)
        let count = header.size.width * header.size.height
        let values: [Float]
        if header.bitDepth == 16 {
            let samples: [UInt16] = try read(essential, name: name) { image in
                image.format = PNG_FORMAT_LINEAR_Y
                return count
            }
            values = samples.map { Float($0) / 65_535 }
        } else {
            let samples: [UInt8] = try read(essential, name: name) { image in
                image.format = UInt32(PNG_FORMAT_GRAY)
                return count
            }
            values = samples.map { Float($0) / 255 }
        }
        return Tensor(shape: [header.size.height, header.size.width], values: values)
    }

    /// - Throws: `ImagingError` with `tooLarge`.
    static func encode(_ picture: RasterImage) throws -> [UInt8] {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        image.width = UInt32(clamping: picture.width)
        image.height = UInt32(clamping: picture.height)
        image.format = picture.layout == .rgba ? PNG_FORMAT_RGB | PNG_FORMAT_FLAG_ALPHA : PNG_FORMAT_RGB
        // Room for data that do not compress (PNG_IMAGE_PNG_SIZE_MAX), so that one pass suffices.
        let raw = picture.pixels.count + picture.height
        let capacity = 256 + raw + (raw + 7) >> 3 + (raw + 63) >> 6
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            var size = png_alloc_size_t(buffer.count)
            let written = picture.pixels.withUnsafeBytes {
                png_image_write_to_memory(&image, buffer.baseAddress, &size, 0, $0.baseAddress, 0, nil)
            }
            initialized = written == 0 ? 0 : Int(size)
        }
        guard !bytes.isEmpty else {
            let reason = message(of: image)
            throw ImagingError(
                .tooLarge,
                "A picture of \(picture.size) pixels cannot be written as PNG (\(reason)). Scale it down."
            )
        }
        return bytes
    }

    /// Reads all samples of a file.
    ///
    /// - Parameter choose: Sets the format to read and returns the number of samples it has.
    private static func read<Sample: FixedWidthInteger>(
        _ bytes: [UInt8],
        name: String,
        choose: (inout png_image) -> Int
    ) throws -> [Sample] {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        // libpng keeps the address of the bytes between its two calls.
        let samples: [Sample]? = bytes.withUnsafeBytes { file in
            guard png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else { return nil }
            let count = choose(&image)
            var isComplete = false
            let samples = [Sample](unsafeUninitializedCapacity: count) { buffer, initialized in
                isComplete = png_image_finish_read(&image, nil, buffer.baseAddress, 0, nil) != 0
                initialized = isComplete ? count : 0
            }
            return isComplete ? samples : nil
        }
        // A warning means that libpng left something out, so what is shown would not be what was meant.
        guard let samples, image.warning_or_error == 0 else {
            throw ImagingError(
                .corrupt,
                "\(name) is a damaged or truncated PNG file (\(message(of: image))). Copy or export it again."
            )
        }
        return samples
    }

    private static func message(of image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
#else
/// Stands in for the codec in a build without libpng.
enum PNGCodec {
    static func decodePicture(_ bytes: [UInt8], _ header: PNGHeader, name: String) throws -> RasterImage {
        throw ImagingError.builtWithoutLibraries("Reading \(name)")
    }

    static func decodeGray(_ bytes: [UInt8], _ header: PNGHeader, name: String) throws -> Tensor {
        throw ImagingError.builtWithoutLibraries("Reading \(name)")
    }

    static func encode(_ picture: RasterImage) throws -> [UInt8] {
        throw ImagingError.builtWithoutLibraries("Writing a PNG file")
    }
}
#endif
