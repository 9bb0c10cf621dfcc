#if NativeLibraries
import Spelling

/// The values of all parameters of an explainer or a metric, checked, defaults filled in.
public struct ParameterValues: Sendable, Hashable {
    /// By name.
    public private(set) var values: [String: ParameterValue]

    /// Takes values as they stand in a definition.
    ///
    /// - Throws: ``AttributionError`` `invalidParameter`, naming what is allowed.
    public init(_ given: [String: ParameterValue], for traits: some HasParameters) throws {
        values = [:]
        for (name, value) in given.sorted(by: { $0.key < $1.key }) {
            let parameter = try Self.parameter(name, traits)
            guard let accepted = parameter.accepted(value) else { throw Self.refused("\(value)", parameter, traits) }
            values[name] = accepted
        }
        try fill(traits)
    }

    /// Takes values as they stand on a command line.
    ///
    /// - Throws: ``AttributionError`` `invalidParameter`, naming what is allowed.
    public init(parsing given: [String: String], for traits: some HasParameters) throws {
        values = [:]
        for (name, text) in given.sorted(by: { $0.key < $1.key }) {
            let parameter = try Self.parameter(name, traits)
            guard let value = parameter.value(parsing: text) else { throw Self.refused(text, parameter, traits) }
            values[name] = value
        }
        try fill(traits)
    }

    private mutating func fill(_ traits: some HasParameters) throws {
        for parameter in traits.parameters where values[parameter.name] == nil {
            guard let value = parameter.defaultValue else {
                throw AttributionError(
                    .invalidParameter,
                    "\(traits.id) needs the parameter \(parameter.name): \(parameter.expectation); \(parameter.about)."
                )
            }
            values[parameter.name] = value
        }
    }

    private static func parameter(_ name: String, _ traits: some HasParameters) throws -> ParameterSpecification {
        if let found = traits.parameters.first(where: { $0.name == name }) { return found }
        let names = traits.parameters.map(\.name)
        let near = NearestName.nearest(to: name, among: names)
        let advice =
            names.isEmpty
            ? "it has none"
            : near.isEmpty ? "it has \(names.joined(separator: ", "))" : "did you mean \(near.joined(separator: ", "))?"
        throw AttributionError(.invalidParameter, "\(traits.id) has no parameter \(name): \(advice)")
    }

    private static func refused(
        _ text: String,
        _ parameter: ParameterSpecification,
        _ traits: some HasParameters
    ) -> AttributionError {
        AttributionError(
            .invalidParameter,
            "\(traits.id): \(parameter.name) is \(parameter.expectation), not \"\(text)\"."
        )
    }

    // What explainers and metrics read, of parameters that they have specified

    package func integer(_ name: String) -> Int {
        guard case .integer(let value)? = values[name] else { preconditionFailure("\(name) is no whole number.") }
        return value
    }

    package func number(_ name: String) -> Double {
        guard case .number(let value)? = values[name] else { preconditionFailure("\(name) is no number.") }
        return value
    }

    package func flag(_ name: String) -> Bool {
        guard case .flag(let value)? = values[name] else { preconditionFailure("\(name) is no flag.") }
        return value
    }

    package func text(_ name: String) -> String {
        guard case .text(let value)? = values[name] else { preconditionFailure("\(name) is no text.") }
        return value
    }
}
#endif
