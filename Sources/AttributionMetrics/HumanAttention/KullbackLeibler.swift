#if NativeLibraries
import Attribution
import Foundation

/// How much is lost when the map stands for where people look: Σ h ln(h / s), both as shares of their sums, in nats.
///
/// Bylinskii et al. 2019, arXiv:1604.03605, with their ε = 2.2e-16 against division by 0. The map counts where it is positive.
struct KullbackLeibler: Metric {
    static let traits = MetricTraits(
        id: "kl",
        name: "Kullback–Leibler divergence from human attention",
        category: .humanAttention,
        direction: .lower,
        paper: "Bylinskii et al. 2019, arXiv:1604.03605",
        needs: [.humanMap]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let maps = try HumanAttention(evaluation)
        if let flaw = maps.flaw { return .undefined(flaw) }
        guard let human = HumanAttention.shares(maps.human) else { return .undefined("the human map is 0 everywhere") }
        guard let map = HumanAttention.shares(maps.map.map { max($0, 0) }) else {
            return .undefined("the map has no positive saliency")
        }
        let tiny = 2.2204e-16
        return .value(zip(human, map).reduce(0) { $0 + $1.0 * log(tiny + $1.0 / ($1.1 + tiny)) })
    }
}
#endif
