/// One field of a protobuf message: its number and what is stored.
struct WireField {
    /// What is stored, by wire type.
    enum Value {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// The place of a text, a message or packed numbers in the source.
        case bytes(Range<Int>)
    }

    let number: Int
    let value: Value

    /// - Throws: `Fault` when the field is no integer.
    func integer() throws -> Int {
        guard case .varint(let word) = value else { throw unexpected("an integer") }
        return Int(truncatingIfNeeded: word)
    }

    /// - Throws: `Fault` when the field is no 32-bit float.
    func float() throws -> Float {
        guard case .fixed32(let word) = value else { throw unexpected("a float") }
        return Float(bitPattern: word)
    }

    /// - Throws: `Fault` when the field is no text, message or packed list.
    func range() throws -> Range<Int> {
        guard case .bytes(let range) = value else { throw unexpected("a text or a message") }
        return range
    }

    func unexpected(_ expected: String) -> Fault {
        let found =
            switch value {
            case .varint: "an integer"
            case .fixed64: "a 64-bit number"
            case .fixed32: "a 32-bit number"
            case .bytes: "a text or a message"
            }
        return Fault(.malformed, "field \(number) is \(found), not \(expected); export the model again")
    }
}
