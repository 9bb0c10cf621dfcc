/// Reads JSON (RFC 8259) and keeps what Foundation's reader drops: the order of keys, keys written twice, and the place
/// and the likely reason of a syntax error.
struct JSONParser {
    /// Deeper nesting is refused, so that no document can exhaust the stack; no format of this program needs ten levels.
    static let depthLimit = 128

    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        var parser = JSONParser(bytes)
        try parser.requireUTF8()
        // Some editors begin a file with a byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.offset = 3 }
        let value = try parser.value(expected: "a JSON document, which begins with {")
        parser.skipSpace()
        guard parser.offset == bytes.count else {
            throw parser.error(parser.characterHere, expected: "nothing after the end of the document")
        }
        return value
    }

    private mutating func value(expected: String) throws -> JSONValue {
        skipSpace()
        guard let byte = peek else { throw error("the end of the file", expected: expected) }
        switch byte {
        case UInt8(ascii: "{"): return .object(try nested { try $0.object() })
        case UInt8(ascii: "["): return .array(try nested { try $0.array() })
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: return try word(expected: expected)
        }
    }

    private mutating func nested<Result>(_ body: (inout JSONParser) throws -> Result) throws -> Result {
        guard depth < Self.depthLimit else {
            throw error("more than \(Self.depthLimit) brackets open", expected: "a document that needs fewer than ten")
        }
        depth += 1
        defer { depth -= 1 }
        offset += 1
        return try body(&self)
    }

    private mutating func object() throws -> JSONObject {
        var object = JSONObject()
        skipSpace()
        if take("}") { return object }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw error(characterHere, expected: expectedKey(object)) }
            let key = try string()
            skipSpace()
            guard take(":") else { throw error(characterHere, expected: "a colon after the key \"\(key)\"") }
            object.append(key, try value(expected: "a value after \"\(key)\":"))
            skipSpace()
            if take("}") { return object }
            guard take(",") else {
                throw error(characterHere, expected: "a comma or } after the value of \"\(key)\"")
            }
        }
    }

    private func expectedKey(_ object: JSONObject) -> String {
        switch peek {
        case UInt8(ascii: "}"): "no comma after the last member"
        case UInt8(ascii: "/"), UInt8(ascii: "#"): "no comments: JSON has none; use `description`"
        default: object.keys.isEmpty ? "a key in double quotes, or }" : "a key in double quotes after the comma"
        }
    }

    private mutating func array() throws -> [JSONValue] {
        var values: [JSONValue] = []
        skipSpace()
        if take("]") { return values }
        while true {
            skipSpace()
            if peek == UInt8(ascii: "]") { throw error("]", expected: "no comma after the last entry") }
            values.append(try value(expected: "an entry of the array"))
            skipSpace()
            if take("]") { return values }
            guard take(",") else { throw error(characterHere, expected: "a comma or ] after an entry of the array") }
        }
    }

    private mutating func word(expected: String) throws -> JSONValue {
        let words: [(String, JSONValue)] = [("true", .bool(true)), ("false", .bool(false)), ("null", .null)]
        for (word, value) in words where bytes[offset...].starts(with: word.utf8) {
            offset += word.utf8.count
            return value
        }
        let hint =
            switch peek {
            case UInt8(ascii: "'"): "double quotes around texts"
            case UInt8(ascii: "/"), UInt8(ascii: "#"): "no comments: JSON has none; use `description`"
            default: expected
            }
        throw error(characterHere, expected: hint)
    }

    private mutating func number() throws -> JSONValue {
        let start = offset
        _ = take("-")
        let hasLeadingZero = peek == UInt8(ascii: "0")
        let whole = digits()
        var isValid = whole > 0 && !(hasLeadingZero && whole > 1)
        var isWhole = true
        if take(".") {
            isWhole = false
            isValid = digits() > 0 && isValid
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            isValid = digits() > 0 && isValid
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        let shown = text.count > 40 ? text.prefix(39) + "…" : text[...]
        guard isValid else {
            throw JSONSyntaxError(
                "\(shown)",
                expected: "a number such as 12, -3 or 0.5",
                at: start,
                in: bytes
            )
        }
        if isWhole, let number = Int(text) { return .integer(number) }
        guard let number = Double(text), number.isFinite else {
            throw JSONSyntaxError("the number \(shown)", expected: "a number below 1e308", at: start, in: bytes)
        }
        // JSON does not tell 7.0 from 7, and neither does JSON Schema.
        if let exact = Int(exactly: number), abs(number) <= 0x1p53 { return .integer(exact) }
        return .number(number)
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        return offset - start
    }

    private mutating func string() throws -> String {
        let start = offset
        offset += 1
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text += Array(String(try escape()).utf8)
            case 0..<0x20:
                let name =
                    byte == UInt8(ascii: "\n") ? "a line break inside a text" : "a control character inside a text"
                throw error(name, expected: "\\n for a line break, \\t for a tab, and a closing double quote")
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw JSONSyntaxError("a text without end", expected: "a closing double quote", at: start, in: bytes)
    }

    private mutating func escape() throws -> Unicode.Scalar {
        let start = offset
        offset += 1
        let letter = peek
        offset += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            if let scalar = unicodeEscape() { return scalar }
        default: break
        }
        throw JSONSyntaxError(
            "an unknown escape in a text",
            expected: "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX; in paths write / between folders",
            at: start,
            in: bytes
        )
    }

    /// The scalar of `XXXX` or, for a surrogate pair, `XXXX\uXXXX`.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = hexUnit() else { return nil }
        guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first) }
        guard take("\\"), take("u"), let second = hexUnit(), UTF16.isTrailSurrogate(second) else { return nil }
        return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    }

    private mutating func hexUnit() -> UInt16? {
        guard offset + 4 <= bytes.count else { return nil }
        let digits = bytes[offset..<offset + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        offset += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

extension JSONParser {
    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private func error(_ what: String, expected: String) -> JSONSyntaxError {
        JSONSyntaxError(what, expected: expected, at: offset, in: bytes)
    }

    /// The character at the current place, for messages.
    private var characterHere: String {
        guard offset < bytes.count else { return "the end of the file" }
        return String(decoding: bytes[offset..<min(offset + 16, bytes.count)], as: UTF8.self).prefix(1).description
    }

    private func requireUTF8() throws {
        let advice = "text in UTF-8; save the file with that encoding"
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw JSONSyntaxError("UTF-16 text", expected: advice, at: 0, in: bytes)
        }
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var valid = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { valid += UTF8.width(scalar) }
        let byte = valid < bytes.count ? String(bytes[valid], radix: 16, uppercase: true) : ""
        throw JSONSyntaxError("the byte 0x\(byte), which is no UTF-8,", expected: advice, at: valid, in: bytes)
    }
}
