import Tensor

/// What the first chunk of a PNG file declares (ISO/IEC 15948, section 11.2.2).
struct PNGHeader {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    var size: PixelSize
    var bitDepth: Int
    var colorType: Int

    var isGray: Bool { colorType == 0 }
    var hasAlphaChannel: Bool { colorType == 4 || colorType == 6 }

    /// - Throws: `ImagingError` with `corrupt` when the first chunk is missing or declares no picture.
    init(reading source: ByteSource) throws {
        let bytes = try source.read(at: 0, count: 33)
        guard bytes.count == 33, bytes[12..<16].elementsEqual("IHDR".utf8) else {
            throw ImagingError(.corrupt, "\(source.name) is damaged: the header of the PNG file is missing.")
        }
        size = PixelSize(width: Int(bigEndian: bytes[16..<20]), height: Int(bigEndian: bytes[20..<24]))
        bitDepth = Int(bytes[24])
        colorType = Int(bytes[25])
        guard size.width > 0, size.height > 0 else {
            throw ImagingError(.corrupt, "\(source.name) is damaged: it declares a picture of \(size) pixels.")
        }
    }

    /// The file without its ancillary chunks, so that samples are read as stored, with no gamma or color profile
    /// applied: a network is shown the stored samples too.
    ///
    /// - Parameter keepingTransparency: Whether the chunk that makes colors transparent stays.
    /// - Throws: `ImagingError` with `corrupt` when the file ends before its last chunk.
    static func essentialChunks(of bytes: [UInt8], keepingTransparency: Bool, name: String) throws -> [UInt8] {
        var essential = signature
        essential.reserveCapacity(bytes.count)
        var position = signature.count
        while position + 12 <= bytes.count {
            let length = Int(bigEndian: bytes[position..<position + 4])
            let end = position + 12 + length
            guard end <= bytes.count else { break }
            let type = bytes[position + 4..<position + 8]
            let isCritical = type.first.map { $0 & 0x20 == 0 } ?? false
            if isCritical || (keepingTransparency && type.elementsEqual("tRNS".utf8)) {
                essential.append(contentsOf: bytes[position..<end])
            }
            if type.elementsEqual("IEND".utf8) { return essential }
            position = end
        }
        throw ImagingError(.corrupt, "\(name) is truncated: it ends within the PNG data. Copy or export it again.")
    }
}

extension Int {
    /// The number written in up to eight bytes, the most significant first.
    init(bigEndian bytes: some Sequence<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
