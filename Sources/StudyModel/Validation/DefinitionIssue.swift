/// One thing wrong with a study definition or with a file it names.
public struct DefinitionIssue: Sendable, Codable, Equatable {
    /// Where: a JSON Pointer (RFC 6901) into the definition; empty for the whole document.
    public var path: String
    /// What kind of error it is.
    public var code: Code
    /// What stands there.
    public var found: String
    /// What is allowed there, or what to do.
    public var expected: String
    /// What was probably meant.
    public var suggestion: String?

    /// The kinds of error.
    public enum Code: String, Sendable, Codable, CaseIterable {
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
        /// An id used twice.
        case duplicateID
        /// An id that nothing has.
        case unknownReference
        /// A design whose conditions cannot come out equal.
        case unbalancedDesign
        /// A path that leaves the study's folder.
        case pathOutsideFolder
        /// A file that is not there.
        case missingFile
        /// A file that cannot be read as what it should be.
        case unreadableFile
        /// A map whose shape does not fit its image.
        case aspectMismatch
        /// A map with NaN or infinity.
        case notFinite
        /// A map that is the same everywhere.
        case constantMap
        /// Two maps of a pair that look the same once normalized.
        case identicalMaps
    }

    /// Describes an issue.
    public init(path: String, code: Code, found: String, expected: String, suggestion: String? = nil) {
        self.path = path
        self.code = code
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
    }

    /// The issue on one line, fit for a terminal: control characters of the file are written as escapes.
    public var message: String {
        let place = path.isEmpty ? "the document" : path
        let hint = suggestion.map { "; did you mean \($0)?" } ?? ""
        let text = "\(place): \(found); expected \(expected)\(hint)"
        var plain = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                plain += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }
}

extension DefinitionIssue: CustomStringConvertible {
    /// ``message``.
    public var description: String { message }
}

/// Everything that is wrong with a definition, collected in one pass.
public struct InvalidDefinition: Error, Sendable, CustomStringConvertible {
    /// The issues in document order.
    public var issues: [DefinitionIssue]

    /// Collects issues.
    public init(issues: [DefinitionIssue]) {
        self.issues = issues
    }

    /// One line an issue.
    public var description: String {
        issues.map(\.message).joined(separator: "\n")
    }
}
