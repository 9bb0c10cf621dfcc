#if NativeLibraries
import Tensor

/// What varies most in activation times gradient: the first principal component of g ∘ A.
///
/// Gildenblat et al. 2021, in pytorch-grad-cam, after Eigen-CAM; no paper introduces it. The sign is fixed as there.
struct EigenGradCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "eigen-grad-cam",
        name: "EigenGrad-CAM",
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
        let (maps, gradients) = try await subject.mapsAndGradients(try await subject.activationLayer())
        let products = Tensor(shape: maps.shape, values: zip(maps.values, gradients.values).map { $0 * $1 })
        return products.principalProjection().rectified()
    }
}
#endif
