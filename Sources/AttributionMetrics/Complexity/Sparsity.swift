#if NativeLibraries
import Attribution
import Tensor

/// How concentrated a map is: its maximum over its mean, both of the map brought to 0…1.
///
/// Gomez, Fréour and Mouchère 2022, arXiv:2201.13291. The maximum is 1 then, so that this is 1 / mean.
struct Sparsity: Metric {
    static let traits = MetricTraits(
        id: "sparsity",
        name: "Sparsity",
        category: .complexity,
        direction: .higher,
        paper: "Gomez, Fréour and Mouchère 2022, arXiv:2201.13291"
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) -> MetricScore {
        let values = evaluation.map.values
        guard let low = values.min(), let high = values.max(), high > low else {
            return .undefined("the map is the same everywhere")
        }
        let sum = values.reduce(0.0) { $0 + Double($1) - Double(low) }
        return .value((Double(high) - Double(low)) * Double(values.count) / sum)
    }
}
#endif
