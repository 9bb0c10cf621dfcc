/// Why an `.npy` file was refused.
public struct NPYError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// The file does not exist, is not a regular file, or cannot be read or written.
        case unreadable
        /// The file does not begin as an `.npy` file does.
        case notNPY
        /// A version of the format other than 1, 2 and 3.
        case unsupportedVersion
        /// An element type that is no plain number.
        case unsupportedElement
        /// The header is malformed or too long.
        case invalidHeader
        /// More elements are declared than the limit allows.
        case tooLarge
        /// The data are shorter or longer than the header declares.
        case sizeMismatch
    }

    /// The kind of refusal.
    public let code: Code

    /// What was found, what was expected, and what to do.
    public let message: String

    /// The message.
    public var description: String { message }

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
