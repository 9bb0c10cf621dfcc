#if NativeLibraries
import Attribution

/// How alike maps stay when the network's weights become random: Pearson's correlation of histograms of oriented gradients.
///
/// Adebayo et al. 2018, arXiv:1810.03292: a map that stays says nothing of the network. The mean over the steps of the
/// cascade, of which each is among the details.
struct RandomizationHOG: Metric {
    static let traits = MetricTraits(
        id: "randomization-hog",
        name: "Weight randomization, gradients",
        category: .randomization,
        direction: .lower,
        paper: "Adebayo et al. 2018, arXiv:1810.03292",
        needs: [.network, .explainer, .weights],
        isSeeded: true,
        parameters: RandomizedMaps.parameters,
        version: 2
    )

    private let randomized: RandomizedMaps

    init(_ parameters: ParameterValues) { randomized = RandomizedMaps(parameters) }

    func passes(for evaluation: Evaluation) async throws -> PassCount { try await randomized.passes(for: evaluation) }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        try await randomized.score(evaluation) {
            OrientedGradients.correlation($0, $1)
        }
    }
}
#endif
