#if NativeLibraries
import Attribution
import Statistics

/// How saliency goes with what taking pixels away costs: Pearson's correlation over steps.
///
/// DC of Gomez, Fréour and Mouchère 2022, arXiv:2201.13291: saliency of the pixels of a step against the loss of
/// probability of that step. Unlike DAUC it rests on the values of the saliency.
struct DeletionCorrelation: Metric {
    static let traits = MetricTraits(
        id: "dc",
        name: "Deletion correlation",
        category: .faithfulness,
        direction: .higher,
        paper: "Gomez, Fréour and Mouchère 2022, arXiv:2201.13291",
        needs: [.network],
        parameters: CurveParameters.specifications(.zero)
    )

    private let parameters: CurveParameters

    init(_ parameters: ParameterValues) throws { self.parameters = try CurveParameters(parameters) }

    func passes(for evaluation: Evaluation) -> PassCount {
        parameters.curve(isInsertion: false).passes(for: evaluation)
    }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        guard let curve = try await parameters.curve(isInsertion: false).curve(of: evaluation) else {
            return .undefined(CurveParameters.failure)
        }
        let losses = curve.losses(isCumulative: parameters.isCumulative)
        return curve.score(
            Correlation.pearson(losses, curve.saliency),
            orUndefined: Self.reason(losses, curve.saliency)
        )
    }

    /// Why there is no correlation.
    static func reason(_ changes: [Double], _ saliency: [Double]) -> String {
        changes.count < 2
            ? "one step has no correlation"
            : Set(saliency).count < 2 ? "the map is the same everywhere" : "the probability does not change"
    }
}
#endif
