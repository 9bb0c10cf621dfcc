import JSONText
import Spelling

/// The issues of one pass over a description.
final class DescriptionIssues {
    private(set) var list: [DescriptionIssue] = []

    /// A file that is no description at all could have thousands.
    private static let limit = 100

    func add(_ issue: DescriptionIssue) {
        if list.count < Self.limit { list.append(issue) }
    }

    /// The issues in the order of the document; those of one place as they were noted.
    func sorted(by document: JSONValue) -> [DescriptionIssue] {
        list.enumerated()
            .map { (place: document.place(of: $1.path), number: $0, issue: $1) }
            .sorted { left, right in
                left.place == right.place
                    ? left.number < right.number : left.place.lexicographicallyPrecedes(right.place)
            }
            .map(\.issue)
    }
}

/// A place in a description, read with every error noted instead of thrown.
///
/// Each method answers nil after noting what is wrong, so that a caller goes on with the next key.
struct DescriptionReader {
    let value: JSONValue
    let path: String
    let issues: DescriptionIssues

    func note(
        _ code: DescriptionIssue.Code,
        found: String? = nil,
        expected: String,
        suggestion: String? = nil
    ) {
        issues.add(
            DescriptionIssue(
                path: path,
                code: code,
                found: found ?? value.summary,
                expected: expected,
                suggestion: suggestion
            )
        )
    }

    var isNull: Bool { value == .null }

    /// The members of an object; a misspelt key is noted and read as the one meant.
    func members(_ keys: [String]) -> [String: DescriptionReader]? {
        guard case .object(let object) = value else {
            note(.wrongType, expected: "an object with keys among " + keys.joined(separator: ", "))
            return nil
        }
        var members: [String: DescriptionReader] = [:]
        for key in keys { members[key] = member(key, of: object) }
        for key in object.keys where !keys.contains(key) {
            let meant = NearestName.suggestion(for: key, among: keys.filter { members[$0] == nil })
            let place = member(key, of: object)
            place?.note(
                .unknownKey,
                found: "the key \"\(key)\"",
                expected: "one of " + keys.joined(separator: ", "),
                suggestion: meant
            )
            if let meant { members[meant] = place }
        }
        for key in object.repeatedKeys {
            member(key, of: object)?.note(
                .duplicateKey,
                found: "the key \"\(key)\" more than once",
                expected: "each key once in an object"
            )
        }
        return members
    }

    private func member(_ key: String, of object: JSONObject) -> DescriptionReader? {
        object[key].map { DescriptionReader(value: $0, path: JSONPointer.member(key, of: path), issues: issues) }
    }

    func text(_ expected: String) -> String? {
        guard case .string(let text) = value else {
            note(.wrongType, expected: expected)
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            note(.outOfRange, expected: expected + ", not an empty text")
            return nil
        }
        return text
    }

    func boolean() -> Bool? {
        guard case .bool(let flag) = value else {
            note(.wrongType, expected: "true or false")
            return nil
        }
        return flag
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type = Word.self, or more: [String] = []) -> Word?
    {
        let words = Word.allCases.map(\.rawValue) + more
        let expected = "one of " + words.joined(separator: ", ")
        guard let text = text(expected) else { return nil }
        if let word = Word(rawValue: text) { return word }
        if !more.contains(text) {
            note(.invalidValue, expected: expected, suggestion: NearestName.suggestion(for: text, among: words))
        }
        return nil
    }

    /// A number, or a fraction of two whole numbers as a text such as `"1/255"`.
    func number(in range: ClosedRange<Double>, or more: String = "") -> Double? {
        let expected =
            "a number from \(Self.shown(range.lowerBound)) to \(Self.shown(range.upperBound)), a fraction such as "
            + "\"1/255\"" + more
        let number: Double
        switch value {
        case .integer(let whole): number = Double(whole)
        case .number(let decimal): number = decimal
        case .string(let text):
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let above = Int(parts[0]), let below = Int(parts[1]), below != 0 else {
                note(.invalidValue, expected: expected)
                return nil
            }
            number = Double(above) / Double(below)
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

    /// A bound without needless digits.
    private static func shown(_ bound: Double) -> String {
        Int(exactly: bound).map(String.init) ?? "\(bound)"
    }

    func extent() -> Int? {
        let expected = "a whole number of pixels from 1 to \(ModelDescription.extentLimit)"
        guard case .integer(let number) = value else {
            note(.wrongType, expected: expected)
            return nil
        }
        guard (1...ModelDescription.extentLimit).contains(number) else {
            note(.outOfRange, expected: expected)
            return nil
        }
        return number
    }

    /// The entries of a list.
    func list() -> [DescriptionReader]? {
        guard case .array(let values) = value else { return nil }
        return values.enumerated().map { index, value in
            DescriptionReader(value: value, path: "\(path)/\(index)", issues: issues)
        }
    }
}
