#if NativeLibraries
import Tensor

/// The positive part of activation times gradient, summed over channels.
///
/// Gildenblat et al. 2021, in pytorch-grad-cam: S = Σ_k ReLU(g_k ∘ A_k); no paper introduces it.
struct ElementWiseGradCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "element-wise-grad-cam",
        name: "Element-wise Grad-CAM",
        family: .classActivation,
        paper: "Gildenblat et al. 2021, pytorch-grad-cam; no paper",
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
        return maps.summed(with: gradients) { value, gradient in max(gradient * value, 0) }.rectified()
    }
}
#endif
