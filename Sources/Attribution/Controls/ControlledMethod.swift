#if NativeLibraries
import Tensor

/// The explainer whose map a control shows in a wrong place: with its own defaults, as it would be shown.
struct ControlledMethod {
    static let parameter = ParameterSpecification.text("method", "grad-cam", "the method whose map is shown")

    let type: any Explainer.Type
    private let explainer: any Explainer

    /// - Parameter id: The control.
    /// - Throws: ``AttributionError`` `unknownMethod` or `invalidParameter`.
    init(_ parameters: ParameterValues, of id: String) throws {
        type = try ExplainerCatalog.explainer(named: parameters.text("method"))
        guard type.traits.family != .control else {
            throw AttributionError(
                .invalidParameter,
                "\(id): \(type.traits.id) is a control itself; name the method that participants see maps of."
            )
        }
        explainer = try type.init(ParameterValues([:], for: type.traits))
    }

    func passes(for subject: Subject) async throws -> PassCount { try await explainer.passes(for: subject) }

    /// The map `[H,W]`, after the method's own reduction and upsampling.
    func map(_ subject: Subject, noting note: String) async throws -> Explanation {
        let found = try await explainer.explain(subject)
        let map = type.traits.map.map(of: found.attribution, height: subject.height, width: subject.width)
        return Explanation(map, convergenceDelta: found.convergenceDelta, notes: [note] + found.notes)
    }
}
#endif
