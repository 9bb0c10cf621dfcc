#if NativeLibraries
/// Why no map could be computed.
public struct AttributionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of problem it is.
    public enum Code: String, Sendable, CaseIterable {
        /// No explainer of that name.
        case unknownMethod
        /// A parameter that the explainer does not have, or a value outside of its range.
        case invalidParameter
        /// The network has nothing that the explainer needs: no layer with positions, no attention, no such tensor.
        case notApplicable
        /// Input, target or a further picture do not fit the network or each other.
        case invalidSubject
        /// The map has no value: a division by a score of 0, for instance.
        case undefined
    }

    /// What kind of problem it is.
    public let code: Code

    /// What is wrong and what to do.
    public let message: String

    /// The message.
    public var description: String { message }

    package init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }
}
#endif
