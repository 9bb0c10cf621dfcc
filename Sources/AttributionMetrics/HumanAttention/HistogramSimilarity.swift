#if NativeLibraries
import Attribution

/// What the map and where people look have in common: Σ min(s, h), both brought to 0…1 and then to a sum of 1.
///
/// SIM in Bylinskii et al. 2019, arXiv:1604.03605.
struct HistogramSimilarity: Metric {
    static let traits = MetricTraits(
        id: "sim",
        name: "Similarity to human attention",
        category: .humanAttention,
        direction: .higher,
        paper: "Bylinskii et al. 2019, arXiv:1604.03605",
        needs: [.humanMap]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let maps = try HumanAttention(evaluation)
        if let flaw = maps.flaw { return .undefined(flaw) }
        guard let human = HumanAttention.shares(HumanAttention.normalized(maps.human)),
            let map = HumanAttention.shares(HumanAttention.normalized(maps.map))
        else { return .undefined("a map does not vary") }
        return .value(zip(human, map).reduce(0) { $0 + min($1.0, $1.1) })
    }
}
#endif
