/// Why a picture could not be prepared for a model, or what the model computed could not be read as classes.
public struct ModelInputError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// A file does not exist, is not a regular file, or cannot be read.
        case unreadable
        /// A file of labels that does not name a class on each line.
        case invalidLabels
        /// What the description makes of pictures is not what the model takes.
        case inputMismatch
        /// A picture that would be scaled to more pixels than memory should hold.
        case tooLarge
        /// A tensor that is no output of a classifier for one picture, or no prepared picture.
        case wrongShape
        /// A value that is NaN or infinite.
        case notFinite
        /// Values that cannot be of the kind that the description says.
        case scoresMismatch
        /// A class that is neither an index nor `label:NAME`.
        case invalidClass
        /// A class by its name where no names are known.
        case noLabels
        /// A name that no class has.
        case unknownClass
        /// A name that several classes share.
        case ambiguousClass
        /// An index beyond the classes of the model.
        case classOutOfRange
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
