#if NativeLibraries
import Tensor

/// Maps weighted by the mean of their gradient.
///
/// Selvaraju et al. 2017, DOI 10.1109/ICCV.2017.74, equations 1 and 2: w_k = mean g_k, S = ReLU(Σ_k w_k A_k).
struct GradCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "grad-cam",
        name: "Grad-CAM",
        family: .classActivation,
        paper: "Selvaraju et al. 2017, DOI 10.1109/ICCV.2017.74",
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
        let plane = layer.height * layer.width
        let weights = (0..<layer.channels).map { channel -> Double in
            let own = gradients.values[channel * plane..<(channel + 1) * plane]
            return own.reduce(0) { $0 + Double($1) } / Double(plane)
        }
        return maps.weighted(by: weights).rectified()
    }
}
#endif
