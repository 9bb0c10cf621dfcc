#if NativeLibraries
import Attribution

/// The Gini index of the magnitudes of a map: 0 where all are equal, near 1 where few pixels have everything.
///
/// Chalasani et al. 2020, arXiv:1810.06583: Σᵢ (2i − n − 1) aᵢ / (n Σ a) over magnitudes in ascending order. Quantus adds
/// 1e-7 to each.
struct Gini: Metric {
    static let traits = MetricTraits(
        id: "gini",
        name: "Gini index",
        category: .complexity,
        direction: .higher,
        paper: "Chalasani et al. 2020, arXiv:1810.06583"
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) -> MetricScore {
        let magnitudes = evaluation.map.doubles.map(abs).sorted()
        let sum = magnitudes.reduce(0, +)
        guard sum > 0 else { return .undefined("the map is 0 everywhere") }
        let count = Double(magnitudes.count)
        let weighted = magnitudes.enumerated().reduce(0.0) { $0 + (2 * Double($1.offset + 1) - count - 1) * $1.element }
        return .value(weighted / (count * sum))
    }
}
#endif
