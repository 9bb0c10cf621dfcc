/// The part of a source that is in memory while it is decoded; it moves to where it is read.
final class WireWindow {
    private let bytes: StoredBytes
    private var buffer: [UInt8]
    private var loaded = 0..<0

    init(_ bytes: StoredBytes) {
        self.bytes = bytes
        buffer = [UInt8](repeating: 0, count: min(bytes.byteCount, 1 << 16))
    }

    /// The byte at a place within the source.
    ///
    /// - Throws: `Fault` when the file changed or the disk fails.
    func byte(at position: Int) throws -> UInt8 {
        if !loaded.contains(position) {
            let count = min(buffer.count, bytes.byteCount - position)
            loaded = 0..<0
            try buffer.withUnsafeMutableBytes { buffer in
                try bytes.read(at: position, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
            }
            loaded = position..<position + count
        }
        return buffer[position - loaded.lowerBound]
    }

    /// A few bytes as a number, the least significant first.
    ///
    /// - Throws: `Fault` when the file changed or the disk fails.
    func word<Word: FixedWidthInteger & UnsignedInteger>(at position: Int, as type: Word.Type) throws -> Word {
        var word: Word = 0
        for offset in 0..<MemoryLayout<Word>.size {
            word |= Word(try byte(at: position + offset)) << Word(8 * offset)
        }
        return word
    }

    /// A copy of a part of the source.
    ///
    /// - Throws: `Fault` when the file changed or the disk fails.
    func copy(_ range: Range<Int>) throws -> [UInt8] {
        if range.lowerBound >= loaded.lowerBound, range.upperBound <= loaded.upperBound {
            let start = range.lowerBound - loaded.lowerBound
            return Array(buffer[start..<start + range.count])
        }
        var copy = [UInt8](repeating: 0, count: range.count)
        try copy.withUnsafeMutableBytes { try bytes.read(at: range.lowerBound, into: $0) }
        return copy
    }
}
