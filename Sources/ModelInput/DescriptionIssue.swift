/// One thing wrong with a model description.
public struct DescriptionIssue: Sendable, Equatable, CustomStringConvertible {
    /// The kinds of error.
    public enum Code: String, Sendable, CaseIterable {
        /// The file is no JSON.
        case syntax
        /// A key that the format does not have.
        case unknownKey
        /// A key that stands twice in one object.
        case duplicateKey
        /// A key that must be there.
        case missingKey
        /// Another JSON type is expected.
        case wrongType
        /// A number outside its range, or a list too short or too long.
        case outOfRange
        /// A word that is not one of those allowed, or one that does not go with the others.
        case invalidValue
        /// A format version that this program does not read.
        case unsupportedVersion
    }

    /// Where: a JSON Pointer (RFC 6901) into the description; empty for the whole document.
    public let path: String

    /// What kind of error it is.
    public let code: Code

    /// What stands there.
    public let found: String

    /// What is allowed there, or what to do.
    public let expected: String

    /// What was probably meant.
    public let suggestion: String?

    /// The issue on one line, fit for a terminal: control characters of the file are written as escapes.
    public var description: String {
        let place = path.isEmpty ? "the document" : path
        let hint = suggestion.map { "; did you mean `\($0)`?" } ?? ""
        return "\(place): \(found); expected \(expected)\(hint)".withoutControlCharacters
    }
}

/// Everything that is wrong with a model description, collected in one pass.
public struct InvalidModelDescription: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, or what the caller calls the description.
    public let name: String

    /// The issues in the order of the document, at most 100.
    public let issues: [DescriptionIssue]

    /// One line an issue, each beginning with the name of the file.
    public var description: String {
        issues.map { "\(name): \($0)" }.joined(separator: "\n")
    }
}

extension String {
    /// The text with control characters as escapes, so that a file cannot write to a terminal what it likes.
    var withoutControlCharacters: String {
        var plain = ""
        for scalar in unicodeScalars {
            if scalar.properties.generalCategory == .control {
                plain += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }
}
