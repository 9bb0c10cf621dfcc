#if NativeLibraries
import Attribution
import Statistics
import Tensor

/// How the saliency of random sets of pixels goes with what hiding them costs: Pearson's correlation.
///
/// Bhatt, Weller and Moura 2020, arXiv:2005.00631, with Quantus' numbers: sets of 224 positions of the input, 100 of them,
/// probabilities. Sets larger than half of the picture are cut to that.
struct FaithfulnessCorrelation: Metric {
    static let traits = MetricTraits(
        id: "faithfulness-correlation",
        name: "Faithfulness correlation",
        category: .faithfulness,
        direction: .higher,
        paper: "Bhatt, Weller and Moura 2020, arXiv:2005.00631",
        needs: [.network],
        isSeeded: true,
        parameters: [.integer("subset", 1...10_000_000, 224, "how many positions of the input a set has")]
            + HiddenSubsets.parameters(100, .black, .probability)
    )

    private let size: Int
    private let subsets: HiddenSubsets

    init(_ parameters: ParameterValues) {
        (size, subsets) = (parameters.integer("subset"), HiddenSubsets(parameters))
    }

    func passes(for evaluation: Evaluation) -> PassCount { subsets.passes }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let subject = evaluation.subject
        let map = evaluation.map.interpolated(height: subject.height, width: subject.width)
        let size = min(size, max(1, subject.plane / 2))
        let found = try await subsets.measure(evaluation, map, size: size)
        guard let value = Correlation.pearson(found.saliency, found.losses) else {
            return .undefined(HiddenSubsets.flat)
        }
        return .value(value, details: ["subset": Double(size)])
    }
}
#endif
