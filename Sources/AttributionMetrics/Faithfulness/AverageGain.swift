#if NativeLibraries
import Attribution

/// How much of what is missing to certainty is won when only what the map marks is seen: max(0, p_M − p) / (1 − p).
///
/// Zhang et al. 2023, arXiv:2301.07002, equation 16.
struct AverageGain: Metric {
    static let traits = MetricTraits(
        id: "average-gain",
        name: "Average gain",
        category: .faithfulness,
        direction: .higher,
        paper: "Zhang et al. 2023, arXiv:2301.07002",
        needs: [.network],
        parameters: MaskedPicture.parameters
    )

    private let masked: MaskedPicture

    init(_ parameters: ParameterValues) { masked = MaskedPicture(parameters) }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount(forward: 2) }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let whole = try await evaluation.picture.probability()
        guard let seen = try await masked.probability(in: evaluation) else {
            return .undefined(MaskedPicture.constant)
        }
        guard whole < 1 else { return .undefined("the probability of the class is 1 already") }
        return .value(max(0, seen - whole) / (1 - whole))
    }
}
#endif
