#if NativeLibraries
import Attribution

/// The area over the perturbation curve while the most salient pixels are taken away first.
///
/// Samek et al. 2017, arXiv:1509.06321: 1 / (L + 1) Σₖ (p₀ − pₖ) over k = 0 … L steps.
struct AOPCMoRF: Metric {
    static let traits = MetricTraits(
        id: "aopc-morf",
        name: "Area over the perturbation curve, MoRF",
        category: .faithfulness,
        direction: .higher,
        paper: "Samek et al. 2017, arXiv:1509.06321",
        needs: [.network],
        parameters: CurveParameters.specifications(.zero, hasCumulative: false)
    )

    private let curve: PerturbationCurve

    init(_ parameters: ParameterValues) throws {
        curve = try CurveParameters(parameters).curve(isInsertion: false, isAscending: false)
    }

    func passes(for evaluation: Evaluation) -> PassCount { curve.passes(for: evaluation) }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        guard let curve = try await curve.curve(of: evaluation) else { return .undefined(CurveParameters.failure) }
        return curve.score(curve.areaOver, orUndefined: "")
    }
}
#endif
