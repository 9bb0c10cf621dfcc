#if NativeLibraries
import Attribution
import Statistics

/// Pearson's correlation of two maps.
///
/// Adebayo et al. 2018, arXiv:1810.03292.
struct PearsonBetweenMaps: Metric {
    static let traits = MetricTraits(
        id: "pearson",
        name: "Correlation of two maps",
        category: .betweenMaps,
        direction: .neither,
        paper: "Adebayo et al. 2018, arXiv:1810.03292",
        needs: [.otherMap]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let (first, second) = try evaluation.pairOfMaps()
        guard let value = Correlation.pearson(first.doubles, second.doubles) else {
            return .undefined("a map is the same everywhere")
        }
        return .value(value)
    }
}
#endif
