#if NativeLibraries
import Attribution
import Statistics

/// Spearman's rank correlation of two maps.
///
/// Adebayo et al. 2018, arXiv:1810.03292; Tomsett et al. 2020, arXiv:1912.01451.
struct SpearmanBetweenMaps: Metric {
    static let traits = MetricTraits(
        id: "spearman",
        name: "Rank correlation of two maps",
        category: .betweenMaps,
        direction: .neither,
        paper: "Tomsett et al. 2020, arXiv:1912.01451",
        needs: [.otherMap]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let (first, second) = try evaluation.pairOfMaps()
        guard let value = Correlation.spearman(first.doubles, second.doubles) else {
            return .undefined("a map is the same everywhere")
        }
        return .value(value)
    }
}
#endif
