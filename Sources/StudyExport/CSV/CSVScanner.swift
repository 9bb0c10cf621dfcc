/// Splits CSV bytes into rows and fields.
struct CSVScanner {
    struct Field {
        var range: Range<Int>
        var isQuoted: Bool
        var hasEscapes: Bool
        var isASCII: Bool
    }

    let bytes: UnsafeRawBufferPointer
    let path: String
    var position = 0
    var line = 1
    /// The line on which the current row begins.
    private(set) var rowLine = 1
    /// How many of ``fields`` belong to the current row; the rest is left over from a longer one.
    private(set) var fieldCount = 0
    private(set) var fields: [Field] = []

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(bytes: UnsafeRawBufferPointer, path: String) {
        self.bytes = bytes
        self.path = path
    }

    mutating func skipByteOrderMark() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    var isBlankRow: Bool {
        fieldCount == 1 && fields[0].range.isEmpty && !fields[0].isQuoted
    }

    /// Reads the next row into ``fields``; `false` at the end.
    mutating func nextRow() throws -> Bool {
        guard position < bytes.count else { return false }
        fieldCount = 0
        rowLine = line
        while true {
            let isLast = try nextField()
            if isLast { return true }
        }
    }

    /// Reads one field and what follows it; `true` when the row ends there.
    private mutating func nextField() throws -> Bool {
        if position < bytes.count, bytes[position] == Self.quote {
            try readQuoted()
        } else {
            try readPlain()
        }
        guard position < bytes.count else { return true }
        switch bytes[position] {
        case Self.comma:
            position += 1
            return false
        case Self.lineFeed:
            position += 1
        default:
            position += position + 1 < bytes.count && bytes[position + 1] == Self.lineFeed ? 2 : 1
        }
        line += 1
        return true
    }

    private mutating func add(_ field: Field) {
        if fieldCount < fields.count {
            fields[fieldCount] = field
        } else {
            fields.append(field)
        }
        fieldCount += 1
    }

    private mutating func readPlain() throws {
        let start = position
        var end = start
        var union: UInt8 = 0
        while end < bytes.count {
            let byte = bytes[end]
            // Above the comma nothing ends a field, which spares most bytes the other comparisons.
            if byte <= Self.comma {
                if byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn { break }
                if byte == Self.quote {
                    throw CSVError(.strayQuote, path: path, line: line, "has a quote inside a field that is not quoted")
                }
            }
            union |= byte
            end += 1
        }
        position = end
        add(Field(range: start..<end, isQuoted: false, hasEscapes: false, isASCII: union < 0x80))
    }

    private mutating func readQuoted() throws {
        let openedOn = line
        position += 1
        let start = position
        var hasEscapes = false
        var union: UInt8 = 0
        while true {
            guard position < bytes.count else {
                throw CSVError(.strayQuote, path: path, line: openedOn, "opens a quote that is never closed")
            }
            if bytes[position] == Self.quote {
                guard position + 1 < bytes.count, bytes[position + 1] == Self.quote else { break }
                hasEscapes = true
                position += 2
                continue
            }
            union |= bytes[position]
            let next = position + 1
            switch bytes[position] {
            case Self.lineFeed: line += 1
            case Self.carriageReturn where next == bytes.count || bytes[next] != Self.lineFeed: line += 1
            default: break
            }
            position = next
        }
        add(Field(range: start..<position, isQuoted: true, hasEscapes: hasEscapes, isASCII: union < 0x80))
        position += 1
        guard position == bytes.count || [Self.comma, Self.lineFeed, Self.carriageReturn].contains(bytes[position])
        else {
            throw CSVError(.strayQuote, path: path, line: line, "has text after a closing quote")
        }
    }

    /// The text of a field of the current row.
    func text(_ index: Int) throws -> String {
        let field = fields[index]
        let text =
            field.hasEscapes
            ? String(validating: unescaped(field.range), as: UTF8.self)
            : String(validating: bytes[field.range], as: UTF8.self)
        guard let text else {
            throw CSVError(.notUTF8, path: path, line: rowLine, "is not UTF-8; save the file as UTF-8")
        }
        return text
    }

    /// The bytes of a quoted field with its doubled quotes single; in text, a quote before a combining mark is no quote.
    private func unescaped(_ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            result.append(bytes[index])
            index += bytes[index] == Self.quote ? 2 : 1
        }
        return result
    }
}
