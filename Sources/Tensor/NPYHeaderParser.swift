/// Parses the header text of an `.npy` file, a Python dictionary of three known keys.
struct NPYHeaderParser {
    struct Fields {
        var typeString: String
        var isFortranOrder: Bool
        var shape: [Int]
    }

    /// NumPy's own limit is 64 axes.
    private static let rankLimit = 64

    private let text: [UInt8]
    private let name: String
    private var position = 0

    init(text: [UInt8], name: String) {
        self.text = text
        self.name = name
    }

    /// - Throws: `NPYError` when the text is no dictionary with exactly `descr`, `fortran_order` and `shape`.
    mutating func parse() throws -> Fields {
        var typeString: String?
        var isFortranOrder: Bool?
        var shape: [Int]?
        try expect("{")
        while !consume("}") {
            let key = try string()
            try expect(":")
            switch key {
            case "descr" where typeString == nil: typeString = try elementType()
            case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
            case "shape" where shape == nil: shape = try tuple()
            default: throw malformed("the key '\(key)' is unknown or stands twice")
            }
            if !consume(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard position == text.count else { throw malformed("text follows the dictionary") }
        guard let typeString, let isFortranOrder, let shape else {
            throw malformed("one of the keys descr, fortran_order and shape is missing")
        }
        return Fields(typeString: typeString, isFortranOrder: isFortranOrder, shape: shape)
    }

    private mutating func elementType() throws -> String {
        skipSpace()
        if position < text.count, text[position] == UInt8(ascii: "[") {
            throw NPYError(
                .unsupportedElement,
                "\(name) holds structured elements; expected plain numbers. Save one field of it, as float32."
            )
        }
        return try string()
    }

    private mutating func boolean() throws -> Bool {
        if consume("True") { return true }
        if consume("False") { return false }
        throw malformed("fortran_order is neither True nor False")
    }

    private mutating func tuple() throws -> [Int] {
        var extents: [Int] = []
        try expect("(")
        while !consume(")") {
            extents.append(try extent())
            guard extents.count <= Self.rankLimit else { throw malformed("it has more than 64 axes") }
            if !consume(",") {
                try expect(")")
                break
            }
        }
        return extents
    }

    private mutating func extent() throws -> Int {
        skipSpace()
        let digits = text[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let extent = Int(String(decoding: digits, as: UTF8.self)) else {
            throw malformed("an extent of the shape is not a whole number that fits 64 bits")
        }
        position += digits.count
        // Python 2 wrote long integers with this suffix.
        _ = consume("L")
        return extent
    }

    private mutating func string() throws -> String {
        skipSpace()
        guard position < text.count, [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(text[position]) else {
            throw malformed("a quoted word is missing")
        }
        let quote = text[position]
        let rest = text[(position + 1)...]
        guard let end = rest.firstIndex(of: quote) else { throw malformed("a quote is not closed") }
        position = end + 1
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    private mutating func expect(_ token: String) throws {
        guard consume(token) else { throw malformed("'\(token)' is missing") }
    }

    private mutating func consume(_ token: String) -> Bool {
        skipSpace()
        guard text[position...].starts(with: token.utf8) else { return false }
        position += token.utf8.count
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, [UInt8(ascii: " "), UInt8(ascii: "\n")].contains(text[position]) {
            position += 1
        }
    }

    private func malformed(_ reason: String) -> NPYError {
        NPYError(
            .invalidHeader,
            "The header of \(name) is malformed at byte \(position) of its text: \(reason). Write it with numpy.save."
        )
    }
}
