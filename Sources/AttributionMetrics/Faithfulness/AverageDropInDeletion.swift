#if NativeLibraries
import Attribution

/// How much of the probability is lost when what the map marks is taken away: (p − p_R) / p.
///
/// Jung and Oh 2021, arXiv:2102.05228. It is negative where the probability grows.
struct AverageDropInDeletion: Metric {
    static let traits = MetricTraits(
        id: "add",
        name: "Average drop in deletion",
        category: .faithfulness,
        direction: .higher,
        paper: "Jung and Oh 2021, arXiv:2102.05228",
        needs: [.network],
        parameters: MaskedPicture.parameters
    )

    private let masked: MaskedPicture

    init(_ parameters: ParameterValues) { masked = MaskedPicture(parameters, isInverted: true) }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount(forward: 2) }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let whole = try await evaluation.picture.probability()
        guard let seen = try await masked.probability(in: evaluation) else {
            return .undefined(MaskedPicture.constant)
        }
        guard whole > 0 else { return .undefined(MaskedPicture.impossible) }
        return .value((whole - seen) / whole)
    }
}
#endif
