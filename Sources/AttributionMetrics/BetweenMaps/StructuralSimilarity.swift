#if NativeLibraries
import Attribution

/// The structural similarity of two maps, each brought to 0…1.
///
/// Wang et al. 2004, DOI 10.1109/TIP.2003.819861: Gaussian window of σ = 1.5, K₁ = 0.01, K₂ = 0.03.
struct StructuralSimilarity: Metric {
    static let traits = MetricTraits(
        id: "ssim",
        name: "Structural similarity",
        category: .betweenMaps,
        direction: .neither,
        paper: "Wang et al. 2004, DOI 10.1109/TIP.2003.819861",
        needs: [.otherMap]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let (first, second) = try evaluation.pairOfMaps()
        guard let value = MapSimilarity(first, second).ssim else {
            return .undefined("a map is the same everywhere")
        }
        return .value(value)
    }
}
#endif
