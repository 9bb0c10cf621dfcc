#if NativeLibraries
import Attribution
import Statistics

/// Spearman's rank correlation of the map with where people look.
///
/// Das et al. 2016, arXiv:1606.03556.
struct HumanSpearman: Metric {
    static let traits = MetricTraits(
        id: "human-spearman",
        name: "Rank correlation with human attention",
        category: .humanAttention,
        direction: .higher,
        paper: "Das et al. 2016, arXiv:1606.03556",
        needs: [.humanMap]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let maps = try HumanAttention(evaluation)
        if let flaw = maps.flaw { return .undefined(flaw) }
        guard let value = Correlation.spearman(maps.map, maps.human) else { return .undefined("a map does not vary") }
        return .value(value)
    }
}
#endif
