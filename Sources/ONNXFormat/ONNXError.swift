/// Why an ONNX file, or a tensor of one, was refused.
public struct ONNXError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// The file does not exist, is not a regular file, cannot be read, or changed after it was opened.
        case unreadable
        /// The content does not begin as an ONNX file does.
        case notONNX
        /// The file ends before what it declares.
        case truncated
        /// The content contradicts the format or itself.
        case malformed
        /// Two things that need different names have the same one.
        case duplicateName
        /// The data of a tensor are shorter or longer than its shape needs.
        case sizeMismatch
        /// The format is respected, but uses a version or a feature that is not read.
        case unsupported
        /// More is declared than a limit of ``ONNXLimits`` allows.
        case tooLarge
        /// A file with weights beside the model is missing, too short, or not within the folder of the model.
        case externalData
        /// The elements of a tensor were asked for as a type that cannot hold them.
        case wrongType
    }

    /// The kind of refusal.
    public let code: Code

    /// The file and the node or tensor, what was found, what was expected, and what to do.
    public let message: String

    /// The message.
    public var description: String { message }

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
