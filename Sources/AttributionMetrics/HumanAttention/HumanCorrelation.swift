#if NativeLibraries
import Attribution
import Statistics

/// Pearson's correlation of the map with where people look.
///
/// CC in Bylinskii et al. 2019, arXiv:1604.03605.
struct HumanCorrelation: Metric {
    static let traits = MetricTraits(
        id: "cc",
        name: "Correlation with human attention",
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
        guard let value = Correlation.pearson(maps.map, maps.human) else { return .undefined("a map does not vary") }
        return .value(value)
    }
}
#endif
