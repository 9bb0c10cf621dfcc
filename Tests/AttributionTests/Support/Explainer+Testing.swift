#if NativeLibraries
import Attribution
import Tensor

/// Runs an explainer by its name, as users do.
func explain(_ id: String, _ subject: Subject, _ parameters: [String: String] = [:]) async throws -> Explanation {
    let type = try ExplainerCatalog.explainer(named: id)
    return try await type.init(ParameterValues(parsing: parameters, for: type.traits)).explain(subject)
}
#endif
