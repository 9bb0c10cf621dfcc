import JSONText
import Spelling

/// A place in a definition, read with every error noted instead of thrown.
///
/// Each method answers `nil` after noting what is wrong, so that a caller goes on with the next key.
struct DefinitionReader {
    let value: JSONValue
    let path: String
    let issues: IssueCollector

    func note(
        _ code: DefinitionIssue.Code,
        found: String? = nil,
        expected: String,
        suggestion: String? = nil
    ) {
        issues.add(
            DefinitionIssue(
                path: path,
                code: code,
                found: found ?? value.summary,
                expected: expected,
                suggestion: suggestion.map { "`\($0)`" }
            )
        )
    }

    /// The members of an object whose keys are among `keys`; a misspelt key is noted and read as the one meant.
    func object(keys: [String]) -> ObjectReader? {
        guard case .object(let object) = value else {
            note(.wrongType, expected: "an object with the keys " + keys.joined(separator: ", "))
            return nil
        }
        var reader = ObjectReader(object: object, place: self)
        var absent = keys.filter { object[$0] == nil }
        for key in object.keys where !keys.contains(key) && !issues.isFull {
            let meant = NearestName.suggestion(for: key, among: absent)
            reader.member(written: key)?.note(
                .unknownKey,
                found: "the key \"\(key)\"",
                expected: "one of " + keys.joined(separator: ", "),
                suggestion: meant
            )
            guard let meant else { continue }
            reader.misspelt[meant] = key
            absent.removeAll { $0 == meant }
        }
        for key in object.repeatedKeys where !issues.isFull {
            reader.member(written: key)?.note(
                .duplicateKey,
                found: "the key \"\(key)\" more than once",
                expected: "each key once in an object"
            )
        }
        return reader
    }

    /// The members of an object whose keys are not the format's.
    func members(_ expected: String) -> [(name: String, value: DefinitionReader)]? {
        guard case .object(let object) = value else {
            note(.wrongType, expected: expected)
            return nil
        }
        let reader = ObjectReader(object: object, place: self)
        return object.keys.compactMap { key in reader.member(written: key).map { (key, $0) } }
    }

    func array(minimum: Int = 0, of entries: String) -> [DefinitionReader]? {
        guard case .array(let values) = value else {
            note(.wrongType, expected: "an array of \(entries)")
            return nil
        }
        if values.count < minimum { note(.outOfRange, expected: "an array of \(entries), at least \(minimum)") }
        return values.enumerated().map { index, value in
            DefinitionReader(value: value, path: "\(path)/\(index)", issues: issues)
        }
    }

    func text(expected: String = "a text") -> String? {
        guard case .string(let text) = value else {
            note(.wrongType, expected: expected)
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            note(.outOfRange, expected: expected + ", not an empty one")
            return nil
        }
        if let control = text.unicodeScalars.first(where: { $0.properties.generalCategory == .control }),
            control != "\n", control != "\t"
        {
            note(
                .invalidValue,
                found: "a text with the control character U+\(String(control.value, radix: 16, uppercase: true))",
                expected: expected + " without control characters, which would reach the terminal"
            )
            return nil
        }
        return text
    }

    /// An id: it becomes part of file names, columns and commands.
    func id<Entity>(_: TypedID<Entity>.Type = TypedID<Entity>.self) -> TypedID<Entity>? {
        guard let text = text(expected: "an id as a text") else { return nil }
        func isLetterOrDigit(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: false
            }
        }
        let isPlain = text.utf8.allSatisfy { isLetterOrDigit($0) || "-_.+".utf8.contains($0) }
        guard isPlain, text.utf8.count <= 64, text.utf8.first.map(isLetterOrDigit) == true else {
            note(
                .invalidValue,
                expected: "an id: up to 64 of the letters a–z and A–Z, digits, '-', '_', '.' and '+', the first a "
                    + "letter or digit"
            )
            return nil
        }
        return TypedID(text)
    }

    func boolean() -> Bool? {
        guard case .bool(let flag) = value else {
            note(.wrongType, expected: "true or false")
            return nil
        }
        return flag
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        let expected =
            range.count == 1
            ? "\(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        switch value {
        case .integer(let number) where range.contains(number):
            return number
        case .integer:
            note(.outOfRange, expected: expected)
        // A whole number too large for Int is of the right type all the same.
        case .number(let number) where number.rounded() == number:
            note(.outOfRange, expected: expected)
        default:
            note(.wrongType, expected: expected)
        }
        return nil
    }

    func number(in range: ClosedRange<Int>) -> Double? {
        let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
        let number: Double
        switch value {
        case .integer(let whole): number = Double(whole)
        case .number(let fraction): number = fraction
        default:
            note(.wrongType, expected: expected)
            return nil
        }
        guard Double(range.lowerBound)...Double(range.upperBound) ~= number else {
            note(.outOfRange, expected: expected)
            return nil
        }
        return number
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type = Word.self) -> Word? {
        let words = Word.allCases.map(\.rawValue)
        let expected = "one of " + words.joined(separator: ", ")
        guard let text = text(expected: expected) else { return nil }
        guard let word = Word(rawValue: text) else {
            note(
                .invalidValue,
                expected: expected,
                suggestion: NearestName.suggestion(for: text, among: words)
            )
            return nil
        }
        return word
    }

    /// An id that one of `known` must have.
    func reference<Entity>(to known: DeclaredIDs<Entity>, what: String) -> TypedID<Entity>? {
        let names = known.ids.map(\.rawValue)
        let listed = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", … (\(names.count) in all)" : "")
        let expected = "the id of \(what)" + (names.isEmpty ? "" : ": " + listed)
        guard let text = text(expected: expected) else { return nil }
        if known.contains(TypedID(text)) { return TypedID(text) }
        if !known.mayHave(text) {
            note(
                .unknownReference,
                expected: expected,
                suggestion: NearestName.suggestion(for: text, among: names)
            )
        }
        return nil
    }
}
