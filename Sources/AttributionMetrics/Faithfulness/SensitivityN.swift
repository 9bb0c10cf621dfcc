#if NativeLibraries
import Attribution
import Statistics
import Tensor

/// How the saliency of random sets of n pixels goes with what hiding them costs: Pearson's correlation.
///
/// Ancona et al. 2018, arXiv:1711.06104: an attribution whose sums over every set of n features equal the change of the
/// score has correlation 1. n is a share of the pixels of the map.
struct SensitivityN: Metric {
    static let traits = MetricTraits(
        id: "sensitivity-n",
        name: "Sensitivity-n",
        category: .faithfulness,
        direction: .higher,
        paper: "Ancona et al. 2018, arXiv:1711.06104",
        needs: [.network],
        isSeeded: true,
        parameters: [.number("share", 1e-6...1, 0.1, "n, as a share of the pixels of the map")]
            + HiddenSubsets.parameters(100, .zero, .logit)
    )

    private let share: Double
    private let subsets: HiddenSubsets

    init(_ parameters: ParameterValues) {
        (share, subsets) = (parameters.number("share"), HiddenSubsets(parameters))
    }

    func passes(for evaluation: Evaluation) -> PassCount { subsets.passes }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let count = evaluation.map.values.count
        let size = min(max(1, Int((share * Double(count)).rounded())), count)
        let found = try await subsets.measure(evaluation, evaluation.map, size: size)
        guard let value = Correlation.pearson(found.saliency, found.losses) else {
            return .undefined(HiddenSubsets.flat)
        }
        return .value(value, details: ["n": Double(size)])
    }
}
#endif
