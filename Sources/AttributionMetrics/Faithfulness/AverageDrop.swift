#if NativeLibraries
import Attribution

/// How much of the probability is lost when only what the map marks is seen: max(0, p − p_M) / p.
///
/// Chattopadhay et al. 2018, arXiv:1710.11063, for one picture; means over pictures are average drops.
struct AverageDrop: Metric {
    static let traits = MetricTraits(
        id: "ad",
        name: "Average drop",
        category: .faithfulness,
        direction: .lower,
        paper: "Chattopadhay et al. 2018, arXiv:1710.11063",
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
        guard whole > 0 else { return .undefined(MaskedPicture.impossible) }
        return .value(max(0, whole - seen) / whole)
    }
}
#endif
