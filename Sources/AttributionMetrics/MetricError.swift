#if NativeLibraries
/// Why a metric could not be computed at all; a metric without a value is an undefined ``MetricScore`` instead.
public struct MetricError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of problem it is.
    public enum Code: String, Sendable, CaseIterable {
        /// No metric of that name.
        case unknownMetric
        /// The metric needs something that was not given: a mask, the method, another map.
        case missingInput
        /// Maps, masks or pictures that do not fit each other.
        case invalidInput
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
