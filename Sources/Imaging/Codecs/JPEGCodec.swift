#if NativeLibraries
import CTurboJPEG

/// JPEG through libjpeg-turbo's TurboJPEG interface.
enum JPEGCodec {
    /// Decodes and turns a picture as its EXIF orientation says.
    ///
    /// - Throws: `ImagingError` with `corrupt` or `unsupportedFormat`.
    static func decode(_ bytes: [UInt8], _ header: JPEGHeader, name: String) throws -> RasterImage {
        guard let decoder = tjInitDecompress() else {
            throw ImagingError(.unreadable, "libjpeg-turbo could not be started to read \(name). Free some memory.")
        }
        defer { tjDestroy(decoder) }
        let size = header.storedSize
        var (width, height, subsampling, colorspace) = (Int32(), Int32(), Int32(), Int32())
        guard
            tjDecompressHeader3(decoder, bytes, UInt(bytes.count), &width, &height, &subsampling, &colorspace) == 0,
            width == size.width, height == size.height
        else { throw refusal(decoder, name) }

        let inks = colorspace == Int32(TJCS_CMYK.rawValue) || colorspace == Int32(TJCS_YCCK.rawValue)
        let format = inks ? TJPF_CMYK : TJPF_RGB
        let count = size.width * size.height * (inks ? 4 : 3)
        // Accurate, so that a picture is the same on every machine; a file of endless scans is refused.
        let flags = Int32(TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
        var status: Int32 = -1
        let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            status = tjDecompress2(
                decoder,
                bytes,
                UInt(bytes.count),
                buffer.baseAddress,
                width,
                0,
                height,
                Int32(format.rawValue),
                flags
            )
            initialized = status == 0 ? count : 0
        }
        // Warnings count too: after them, part of the picture is a guess.
        guard status == 0 else { throw refusal(decoder, name) }
        let pixels = inks ? colors(fromInverseInks: samples) : samples
        let stored = RasterImage(width: size.width, height: size.height, layout: .rgb, pixels: pixels)
        return header.orientation.applied(to: stored)
    }

    /// Mixes colors from inks stored as 255 for none, as Adobe's programs write them and every reader assumes.
    private static func colors(fromInverseInks samples: [UInt8]) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(samples.count / 4 * 3)
        for offset in stride(from: 0, to: samples.count, by: 4) {
            let black = Int(samples[offset + 3])
            for channel in 0..<3 {
                pixels.append(UInt8((Int(samples[offset + channel]) * black + 127) / 255))
            }
        }
        return pixels
    }

    private static func refusal(_ decoder: tjhandle, _ name: String) -> ImagingError {
        let reason = tjGetErrorStr2(decoder).map { String(cString: $0) } ?? "no reason given"
        return ImagingError(
            .corrupt,
            "\(name) is a damaged, truncated or unusual JPEG file (\(reason)). Copy or export it again."
        )
    }
}
#else
/// Stands in for the codec in a build without libjpeg-turbo.
enum JPEGCodec {
    static func decode(_ bytes: [UInt8], _ header: JPEGHeader, name: String) throws -> RasterImage {
        throw ImagingError.builtWithoutLibraries("Reading \(name)")
    }
}
#endif
