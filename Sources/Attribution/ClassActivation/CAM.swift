#if NativeLibraries
import ModelGraph
import Tensor

/// Maps weighted by the linear layer that classifies their means.
///
/// Zhou et al. 2016, DOI 10.1109/CVPR.2016.319, equation 2: S = Σ_k w_k A_k, w_k being the class's weight of the mean
/// of map k. With such a head the gradient of the score by map k is w_k / hw at every position, so the weights are read
/// from it, however the head is written. The map is signed; it sums up to hw times the score but for the bias.
struct CAM: Explainer {
    static let traits = ExplainerTraits(
        id: "cam",
        name: "CAM",
        family: .classActivation,
        paper: "Zhou et al. 2016, DOI 10.1109/CVPR.2016.319",
        need: .gradient,
        isSigned: true,
        usesLayer: true,
        map: MapSteps(.sum, .signed)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let classifier = subject.classifier
        let isAffine = try await classifier.model.isAffine(
            in: layer.name,
            of: classifier.outputName,
            subject.givenShapes
        )
        guard isAffine else { throw inapplicable(layer, subject) }
        let (maps, gradients) = try await subject.mapsAndGradients(layer)
        let top = gradients.values.reduce(0) { max($0, abs($1)) }
        let weights = try (0..<layer.channels).map { channel -> Double in
            let own = gradients.channel(channel)
            // Constant but for rounding: a mean over other windows, say, differs by much more.
            guard let low = own.min(), let high = own.max(), high - low <= 1e-4 * top else {
                throw inapplicable(layer, subject)
            }
            return own.reduce(0) { $0 + Double($1) }
        }
        return Explanation(maps.weighted(by: weights))
    }

    private func inapplicable(_ layer: Layer, _ subject: Subject) -> AttributionError {
        AttributionError(
            .notApplicable,
            "cam needs a layer whose maps are averaged and then weighted by one linear layer; what lies behind "
                + "\(layer.name) in \(subject.classifier.model.source) does more. Take grad-cam, which is the same map "
                + "where both exist, or name such a layer with --layer."
        )
    }
}
#endif
