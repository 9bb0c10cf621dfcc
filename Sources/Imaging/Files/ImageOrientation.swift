/// How a stored picture is to be turned to be seen as taken: the EXIF tag 0x0112.
///
/// CIPA DC-008, Exchangeable image file format (Exif) 2.32, section 4.6.4.
enum ImageOrientation: Int {
    case upright = 1
    case mirrored
    case halfTurned
    case flipped
    case transposed
    case quarterTurnedRight
    case transversed
    case quarterTurnedLeft

    var swapsAxes: Bool { rawValue >= 5 }

    /// Reads the tag from the payload of an APP1 segment; nil for other content or a malformed directory, which every
    /// viewer ignores too.
    init?(exifSegment segment: [UInt8]) {
        guard segment.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let tiff = Array(segment.dropFirst(6))
        guard tiff.count >= 8 else { return nil }
        let isBigEndian: Bool
        switch Array(tiff[0..<4]) {
        case [0x4D, 0x4D, 0x00, 0x2A]: isBigEndian = true
        case [0x49, 0x49, 0x2A, 0x00]: isBigEndian = false
        default: return nil
        }
        func number(at offset: Int, bytes count: Int) -> Int? {
            guard offset >= 0, offset + count <= tiff.count else { return nil }
            let bytes = tiff[offset..<offset + count]
            return isBigEndian ? Int(bigEndian: bytes) : Int(bigEndian: bytes.reversed())
        }
        guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2) else { return nil }
        for entry in 0..<entries {
            let offset = directory + 2 + 12 * entry
            guard let tag = number(at: offset, bytes: 2) else { return nil }
            guard tag == 0x0112 else { continue }
            // One 16-bit number, which stands left-aligned in the value field.
            guard number(at: offset + 2, bytes: 2) == 3, number(at: offset + 4, bytes: 4) == 1,
                let value = number(at: offset + 8, bytes: 2)
            else { return nil }
            self.init(rawValue: value)
            return
        }
        return nil
    }

    /// Turns a stored picture.
    ///
    /// - Complexity: O(pixels).
    func applied(to image: RasterImage) -> RasterImage {
        guard self != .upright else { return image }
        let (right, bottom) = (image.width - 1, image.height - 1)
        let width = swapsAxes ? image.height : image.width
        let height = swapsAxes ? image.width : image.height
        var pixels: [UInt8] = []
        pixels.reserveCapacity(image.pixels.count)
        for y in 0..<height {
            for x in 0..<width {
                let (column, row) =
                    switch self {
                    case .upright: (x, y)
                    case .mirrored: (right - x, y)
                    case .halfTurned: (right - x, bottom - y)
                    case .flipped: (x, bottom - y)
                    case .transposed: (y, x)
                    case .quarterTurnedRight: (y, bottom - x)
                    case .transversed: (right - y, bottom - x)
                    case .quarterTurnedLeft: (right - y, x)
                    }
                let offset = (row * image.width + column) * image.channels
                pixels.append(contentsOf: image.pixels[offset..<offset + image.channels])
            }
        }
        return RasterImage(width: width, height: height, layout: image.layout, pixels: pixels)
    }
}
