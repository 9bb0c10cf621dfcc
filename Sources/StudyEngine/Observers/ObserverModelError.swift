/// What is wrong with an observer model.
public struct ObserverModelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of mistake.
    public var code: Code
    /// The key at fault, with dots between levels: `rt.median`, `quality.rise`.
    public var key: String
    /// What was found, what was expected and what to do.
    public var message: String

    /// The kinds of mistakes there are.
    public enum Code: String, Sendable, CaseIterable {
        /// A key that models do not have.
        case unknownKey
        /// A required key is absent.
        case missingKey
        /// A value of the wrong type.
        case wrongType
        /// A number outside its range.
        case outOfRange
        /// An explainer that the study does not have.
        case unknownExplainer
    }

    /// The message.
    public var description: String { message }

    init(_ code: Code, _ key: String, _ message: String) {
        self.code = code
        self.key = key
        self.message = message
    }
}
