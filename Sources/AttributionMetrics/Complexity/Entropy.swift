#if NativeLibraries
import Attribution
import Foundation

/// The entropy of the magnitudes of a map as shares of their sum, in nats.
///
/// Bhatt, Weller and Moura 2020, arXiv:2005.00631 ("complexity"): −Σ P ln P with P = |a| / Σ|a|. It grows with the
/// number of pixels; ln n is its maximum.
struct Entropy: Metric {
    static let traits = MetricTraits(
        id: "entropy",
        name: "Entropy",
        category: .complexity,
        direction: .lower,
        paper: "Bhatt, Weller and Moura 2020, arXiv:2005.00631"
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) -> MetricScore {
        let magnitudes = evaluation.map.doubles.map(abs)
        let sum = magnitudes.reduce(0, +)
        guard sum > 0 else { return .undefined("the map is 0 everywhere") }
        let entropy = magnitudes.reduce(0.0) { total, magnitude in
            let share = magnitude / sum
            return share > 0 ? total - share * log(share) : total
        }
        return .value(entropy)
    }
}
#endif
