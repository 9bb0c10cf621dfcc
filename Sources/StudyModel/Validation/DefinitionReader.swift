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
                suggestion: suggestion
            )
        )
    }

    /// The members of an object whose keys are among `keys`.
    func object(keys: [String]) -> ObjectReader? {
        guard case .object(let members) = value else {
            note(.wrongType, expected: "an object")
            return nil
        }
        for key in members.keys.sorted() where !keys.contains(key) {
            let absent = keys.filter { members[$0] == nil }
            issues.add(
                DefinitionIssue(
                    path: path + "/" + Self.escaped(key),
                    code: .unknownKey,
                    found: "the key \"\(key)\"",
                    expected: "one of " + keys.joined(separator: ", "),
                    suggestion: NearestName.suggestion(for: key, among: absent).map { "`\($0)`" }
                )
            )
        }
        return ObjectReader(members: members, place: self)
    }

    func array(minimum: Int = 0) -> [DefinitionReader]? {
        guard case .array(let values) = value else {
            note(.wrongType, expected: "an array")
            return nil
        }
        if values.count < minimum {
            note(.outOfRange, expected: "at least \(minimum) entr\(minimum == 1 ? "y" : "ies")")
        }
        return values.enumerated().map { index, value in
            DefinitionReader(value: value, path: "\(path)/\(index)", issues: issues)
        }
    }

    func text() -> String? {
        guard case .string(let text) = value else {
            note(.wrongType, expected: "a string")
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            note(.outOfRange, expected: "a text that is not empty")
            return nil
        }
        return text
    }

    /// An id: it becomes part of file names, columns and commands.
    func id<Entity>(_: TypedID<Entity>.Type = TypedID<Entity>.self) -> TypedID<Entity>? {
        guard let text = text() else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"): true
            default: false
            }
        }
        guard isPlain, text.utf8.count <= 64, text.first?.isLetter == true || text.first?.isNumber == true else {
            note(
                .invalidValue,
                expected: "an id: up to 64 letters, digits, '-', '_', '.' or '+', the first a letter or digit"
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
        guard case .integer(let number) = value else {
            note(.wrongType, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        guard range.contains(number) else {
            note(.outOfRange, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func number(in range: ClosedRange<Double>) -> Double? {
        let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
        let number: Double
        switch value {
        case .integer(let whole): number = Double(whole)
        case .number(let fraction): number = fraction
        default:
            note(.wrongType, expected: expected)
            return nil
        }
        guard range.contains(number) else {
            note(.outOfRange, expected: expected)
            return nil
        }
        return number
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type = Word.self) -> Word? {
        guard let text = text() else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            note(
                .invalidValue,
                expected: "one of " + words.joined(separator: ", "),
                suggestion: NearestName.suggestion(for: text, among: words).map { "`\($0)`" }
            )
            return nil
        }
        return word
    }

    /// An id that one of `known` must have.
    func reference<Entity>(to known: [TypedID<Entity>], what: String) -> TypedID<Entity>? {
        guard let text = text() else { return nil }
        guard known.contains(TypedID(text)) else {
            let names = known.map(\.rawValue)
            note(
                .unknownReference,
                expected: names.isEmpty ? "the id of \(what)" : "the id of \(what): " + Self.listed(names),
                suggestion: NearestName.suggestion(for: text, among: names).map { "`\($0)`" }
            )
            return nil
        }
        return TypedID(text)
    }

    /// Some names of a possibly long list.
    static func listed(_ names: [String]) -> String {
        names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", … (\(names.count) in all)" : "")
    }

    /// A key as a reference token of a JSON Pointer.
    static func escaped(_ key: String) -> String {
        var result = ""
        for character in key {
            switch character {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.append(character)
            }
        }
        return result
    }
}

/// The members of an object in a definition.
struct ObjectReader {
    let members: [String: JSONValue]
    let place: DefinitionReader

    /// The member with a key, if it is there.
    subscript(key: String) -> DefinitionReader? {
        members[key].map {
            DefinitionReader(value: $0, path: place.path + "/" + DefinitionReader.escaped(key), issues: place.issues)
        }
    }

    /// The member with a key; its absence is noted.
    func required(_ key: String, _ what: String) -> DefinitionReader? {
        if let member = self[key] { return member }
        place.issues.add(
            DefinitionIssue(
                path: place.path,
                code: .missingKey,
                found: "no key \"\(key)\"",
                expected: "\"\(key)\": \(what)"
            )
        )
        return nil
    }
}

/// The issues of one pass over a definition.
final class IssueCollector {
    private(set) var issues: [DefinitionIssue] = []

    func add(_ issue: DefinitionIssue) {
        issues.append(issue)
    }
}
