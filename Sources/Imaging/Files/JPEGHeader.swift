import Tensor

/// What the segments of a JPEG file declare before its data begin (ITU-T T.81, annex B).
struct JPEGHeader {
    /// A file of more segments than this is taken for damaged.
    private static let segmentLimit = 4_096

    /// The stored extents, before the orientation is applied.
    var storedSize: PixelSize
    var components: Int
    var orientation = ImageOrientation.upright

    /// The extents as seen, after the orientation is applied.
    var size: PixelSize {
        orientation.swapsAxes ? PixelSize(width: storedSize.height, height: storedSize.width) : storedSize
    }

    /// Walks the segments up to the start of the first scan.
    ///
    /// - Throws: `ImagingError` with `corrupt` when the file ends before, or declares no picture.
    init(reading source: ByteSource) throws {
        var frame: (size: PixelSize, components: Int)?
        var orientation: ImageOrientation?
        var position = 2
        walk: for _ in 0..<Self.segmentLimit {
            let head = try source.read(at: position, count: 4)
            guard head.count == 4, head[0] == 0xFF else { break }
            let marker = head[1]
            let length = Int(bigEndian: head[2...])
            switch marker {
            case 0xFF:
                // Any number of fill bytes may stand before a marker.
                position += 1
                continue walk
            case 0x01, 0xD0...0xD7:
                position += 2
                continue walk
            case 0xDA, 0xD9: break walk
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                let fields = try source.read(at: position + 4, count: 6)
                guard fields.count == 6 else { break walk }
                let size = PixelSize(width: Int(bigEndian: fields[3..<5]), height: Int(bigEndian: fields[1..<3]))
                frame = (size, Int(fields[5]))
            case 0xE1 where orientation == nil:
                let segment = try source.read(at: position + 4, count: max(0, length - 2))
                orientation = ImageOrientation(exifSegment: segment)
            default: break
            }
            guard length >= 2 else { break }
            position += 2 + length
        }
        guard let frame, frame.size.width > 0, frame.size.height > 0 else {
            throw ImagingError(
                .corrupt,
                "\(source.name) is damaged: the JPEG data declare no picture. Copy or export it again."
            )
        }
        storedSize = frame.size
        components = frame.components
        self.orientation = orientation ?? .upright
    }
}
