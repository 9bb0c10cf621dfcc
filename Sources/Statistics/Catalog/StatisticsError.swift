/// Why a table or a request for a statistic was refused.
public struct StatisticsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable {
        case duplicateAnswer
        case sameItemTwice
        case emptyField
        case nonFiniteValue
        case unknownStatistic
        case notApplicable
        case levelRequired
        case valuesNotNumeric
        case unknownItem
        case invalidOption
    }

    /// Which kind of refusal this is.
    public let code: Code
    /// What was found, what was expected and what to do.
    public let message: String
    /// The line of the input it is about, counted from 1, where there is one.
    public let line: Int?

    /// A refusal of the given kind.
    public init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    /// The message, after the line where there is one.
    public var description: String {
        line.map { "line \($0): \(message)" } ?? message
    }
}
