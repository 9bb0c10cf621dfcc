#if NativeLibraries
import Attribution

/// The share of positive saliency that lies on the object.
///
/// Wang et al. 2020, arXiv:1910.01279.
struct EnergyPointingGame: Metric {
    static let traits = MetricTraits(
        id: "energy-pointing-game",
        name: "Energy-based pointing game",
        category: .localization,
        direction: .higher,
        paper: "Wang et al. 2020, arXiv:1910.01279",
        needs: [.mask]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let region = try Region(evaluation)
        if let flaw = region.flaw { return .undefined(flaw) }
        let positive = region.map.doubles.map { max($0, 0) }
        let sum = positive.reduce(0, +)
        guard sum > 0 else { return .undefined("the map has no positive saliency") }
        return .value(zip(positive, region.isInside).reduce(0) { $0 + ($1.1 ? $1.0 : 0) } / sum)
    }
}
#endif
