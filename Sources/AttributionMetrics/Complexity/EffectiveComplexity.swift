#if NativeLibraries
import Attribution

/// How many pixels of a map have a magnitude that counts.
///
/// Nguyen and Martínez 2020, arXiv:2007.07584. The threshold is a share of the largest magnitude; Quantus divides by it
/// first and takes 1e-5.
struct EffectiveComplexity: Metric {
    static let traits = MetricTraits(
        id: "effective-complexity",
        name: "Effective complexity",
        category: .complexity,
        direction: .lower,
        paper: "Nguyen and Martínez 2020, arXiv:2007.07584",
        parameters: [
            .number("threshold", 0...1, 1e-5, "the share of the largest magnitude above which a pixel counts")
        ]
    )

    private let threshold: Double

    init(_ parameters: ParameterValues) { threshold = parameters.number("threshold") }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) -> MetricScore {
        let magnitudes = evaluation.map.doubles.map(abs)
        guard let top = magnitudes.max(), top > 0 else { return .undefined("the map is 0 everywhere") }
        let count = magnitudes.count { $0 > threshold * top }
        return .value(Double(count), details: ["share": Double(count) / Double(magnitudes.count)])
    }
}
#endif
