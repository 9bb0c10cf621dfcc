#if NativeLibraries
import Tensor

/// Activations weighted by their own positive gradients, which makes maps of early layers usable too.
///
/// Jiang et al. 2021, DOI 10.1109/TIP.2021.3089943: S = ReLU(Σ_k relu(g_k) ∘ A_k).
struct LayerCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "layer-cam",
        name: "LayerCAM",
        family: .classActivation,
        paper: "Jiang et al. 2021, DOI 10.1109/TIP.2021.3089943",
        need: .gradient,
        isSigned: false,
        usesLayer: true,
        map: MapSteps(.sum, .positive)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let (maps, gradients) = try await subject.mapsAndGradients(layer)
        return maps.summed(with: gradients) { value, gradient in max(gradient, 0) * value }.rectified()
    }
}
#endif
