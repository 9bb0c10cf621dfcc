#if NativeLibraries
import Attribution

/// Whether the probability is higher when only what the map marks is seen: 1 or 0.
///
/// Chattopadhay et al. 2018, arXiv:1710.11063.
struct IncreaseInConfidence: Metric {
    static let traits = MetricTraits(
        id: "iic",
        name: "Increase in confidence",
        category: .faithfulness,
        direction: .higher,
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
        return .value(seen > whole ? 1 : 0)
    }
}
#endif
