#if NativeLibraries
/// What can be set: an explainer or a metric.
public protocol HasParameters {
    /// Its name, for errors.
    var id: String { get }
    /// What can be set.
    var parameters: [ParameterSpecification] { get }
}

/// A parameter of an explainer or a metric: its name, its type with its range, and its default.
public struct ParameterSpecification: Sendable {
    /// Types with what is allowed.
    public enum Kind: Sendable, Equatable {
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        case flag
        /// Any text, such as the name of a tensor.
        case text
    }

    /// In kebab case.
    public let name: String
    /// Its type with what is allowed.
    public let kind: Kind
    /// nil where it must be given.
    public let defaultValue: ParameterValue?
    /// What it does, in a phrase.
    public let about: String

    /// A whole number.
    public static func integer(_ name: String, _ range: ClosedRange<Int>, _ value: Int?, _ about: String) -> Self {
        Self(name: name, kind: .integer(range), defaultValue: value.map { .integer($0) }, about: about)
    }

    /// A number.
    public static func number(_ name: String, _ range: ClosedRange<Double>, _ value: Double?, _ about: String) -> Self {
        Self(name: name, kind: .number(range), defaultValue: value.map { .number($0) }, about: about)
    }

    /// One of several words, the first without being told.
    public static func choice(_ name: String, _ values: [String], _ about: String) -> Self {
        Self(name: name, kind: .choice(values), defaultValue: .text(values[0]), about: about)
    }

    /// Yes or no.
    public static func flag(_ name: String, _ value: Bool, _ about: String) -> Self {
        Self(name: name, kind: .flag, defaultValue: .flag(value), about: about)
    }

    /// Any text.
    public static func text(_ name: String, _ value: String?, _ about: String) -> Self {
        Self(name: name, kind: .text, defaultValue: value.map { .text($0) }, about: about)
    }

    /// What values are allowed: "a whole number from 1 to 512".
    public var expectation: String {
        switch kind {
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let values): "one of \(values.joined(separator: ", "))"
        case .flag: "true or false"
        case .text: "a text"
        }
    }

    /// The value that a text stands for; nil where it is not allowed.
    func value(parsing text: String) -> ParameterValue? {
        switch kind {
        case .integer: Int(text).flatMap { accepted(.integer($0)) }
        case .number: Double(text).flatMap { accepted(.number($0)) }
        case .flag: Bool(text).map { .flag($0) }
        case .choice, .text: accepted(.text(text))
        }
    }

    /// A value as it is kept; nil where it is not allowed.
    func accepted(_ value: ParameterValue) -> ParameterValue? {
        switch (kind, value) {
        case (.integer(let range), .integer(let number)): range.contains(number) ? value : nil
        case (.integer(let range), .number(let number)):
            Int(exactly: number).flatMap { range.contains($0) ? .integer($0) : nil }
        case (.number(let range), .number(let number)): range.contains(number) ? value : nil
        case (.number(let range), .integer(let number)):
            range.contains(Double(number)) ? .number(Double(number)) : nil
        case (.choice(let values), .text(let text)): values.contains(text) ? value : nil
        case (.flag, .flag), (.text, .text): value
        default: nil
        }
    }
}

/// The value of a parameter.
public enum ParameterValue: Sendable, Hashable, CustomStringConvertible {
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case text(String)

    /// As `--set` takes it.
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .flag(let value): "\(value)"
        case .text(let value): value
        }
    }
}
#endif
