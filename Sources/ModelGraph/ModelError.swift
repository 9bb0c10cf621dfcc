#if NativeLibraries
/// Why a network cannot be read, run or differentiated.
public struct ModelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// Operators, types or attributes that are not supported; the message lists every one of the file.
        case unsupported
        /// The graph contradicts itself: a cycle, a missing tensor, shapes that do not fit.
        case invalidGraph
        /// A tensor that the graph does not have.
        case unknownTensor
        /// An input of another shape than the network takes.
        case shapeMismatch
        /// A class that the network does not have.
        case classOutOfRange
        /// NaN or infinity in weights or activations.
        case notFinite
        /// More memory than there is or the limit allows.
        case outOfMemory
        /// The output does not depend on what it was to be differentiated by.
        case notDifferentiable
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
#endif
