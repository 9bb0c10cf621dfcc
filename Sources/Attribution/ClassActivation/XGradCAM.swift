#if NativeLibraries
import Tensor

/// Maps weighted by the mean of their gradient, each position's counting as much as its activation.
///
/// Fu et al. 2020, arXiv:2008.02312: w_k = Σ g_k A_k / ΣA_k, which makes the map as sensitive to a channel
/// and as complete as a weighting by channel can be.
struct XGradCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "xgrad-cam",
        name: "XGrad-CAM",
        family: .classActivation,
        paper: "Fu et al. 2020, arXiv:2008.02312",
        need: .gradient,
        isSigned: false,
        usesLayer: true,
        parameters: [
            .number("epsilon", 0...1, 1e-7, "is added to the sum of a map that is divided by; 0 in the paper")
        ],
        map: MapSteps(.sum, .positive)
    )

    private let epsilon: Double

    init(_ parameters: ParameterValues) { epsilon = parameters.number("epsilon") }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let (maps, gradients) = try await subject.mapsAndGradients(layer)
        let weights = (0..<layer.channels).map { channel -> Double in
            var (product, sum) = (0.0, epsilon)
            for (value, gradient) in zip(maps.channel(channel), gradients.channel(channel)) {
                product += Double(value) * Double(gradient)
                sum += Double(value)
            }
            // A map that is 0 everywhere adds nothing whatever its weight.
            return sum == 0 ? 0 : product / sum
        }
        return maps.weighted(by: weights).rectified()
    }
}
#endif
