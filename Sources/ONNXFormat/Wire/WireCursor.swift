/// Walks over the fields of one protobuf message; what a field holds is skipped until somebody looks into it.
///
/// Nothing here recurses: a message inside a message is a range, and only ranges of known fields are walked in turn.
struct WireCursor {
    let window: WireWindow
    private(set) var position: Int
    private let end: Int
    private let codeAtEnd: ONNXError.Code

    /// - Parameter codeAtEnd: What it means when a field ends after the message: `truncated` for a whole file.
    init(_ window: WireWindow, _ range: Range<Int>, codeAtEnd: ONNXError.Code = .malformed) {
        self.window = window
        position = range.lowerBound
        end = range.upperBound
        self.codeAtEnd = codeAtEnd
    }

    var isAtEnd: Bool { position >= end }

    /// The next field, or nil at the end of the message.
    ///
    /// - Throws: `Fault` when the bytes are no field, or the field ends after the message.
    mutating func next() throws -> WireField? {
        guard position < end else { return nil }
        let start = position
        let tag = try varint()
        guard (8..<1 << 32).contains(tag) else {
            throw Fault(.malformed, "there is no field at byte \(start); \(Self.advice)")
        }
        let number = Int(tag >> 3)
        switch tag & 7 {
        case 0: return WireField(number: number, value: .varint(try varint()))
        case 1: return WireField(number: number, value: .fixed64(try fixed(UInt64.self)))
        case 5: return WireField(number: number, value: .fixed32(try fixed(UInt32.self)))
        case 2:
            let length = try varint()
            guard length <= UInt64(end - position) else {
                throw Fault(
                    codeAtEnd,
                    "field \(number) at byte \(start) declares \(length) bytes, but only \(end - position) are left; "
                        + Self.advice
                )
            }
            let range = position..<position + Int(length)
            position = range.upperBound
            return WireField(number: number, value: .bytes(range))
        default:
            throw Fault(
                .malformed,
                "field \(number) at byte \(start) has the wire type \(tag & 7), which ONNX does not use; \(Self.advice)"
            )
        }
    }

    /// A number in base 128, the least significant digit first.
    ///
    /// - Throws: `Fault` when it does not end within the message or does not fit 64 bits.
    mutating func varint() throws -> UInt64 {
        let start = position
        var word: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw endsEarly(start) }
            let byte = try window.byte(at: position)
            position += 1
            // The tenth byte has room for one bit.
            if shift == 63, byte > 1 { break }
            word |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return word }
        }
        throw Fault(.malformed, "the number at byte \(start) does not fit 64 bits; \(Self.advice)")
    }

    /// A number of fixed size.
    ///
    /// - Throws: `Fault` when it ends after the message.
    mutating func fixed<Word: FixedWidthInteger & UnsignedInteger>(_ type: Word.Type) throws -> Word {
        guard end - position >= MemoryLayout<Word>.size else { throw endsEarly(position) }
        let word = try window.word(at: position, as: type)
        position += MemoryLayout<Word>.size
        return word
    }

    private func endsEarly(_ start: Int) -> Fault {
        Fault(codeAtEnd, "the number at byte \(start) is cut off at byte \(end); \(Self.advice)")
    }

    private static let advice = "copy or export the file again"
}
