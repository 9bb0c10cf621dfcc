#if NativeLibraries
import Attribution
import Statistics

/// How saliency goes with what putting pixels in brings: Pearson's correlation over steps.
///
/// IC of Gomez, Fréour and Mouchère 2022, arXiv:2201.13291.
struct InsertionCorrelation: Metric {
    static let traits = MetricTraits(
        id: "ic",
        name: "Insertion correlation",
        category: .faithfulness,
        direction: .higher,
        paper: "Gomez, Fréour and Mouchère 2022, arXiv:2201.13291",
        needs: [.network],
        parameters: CurveParameters.specifications(.blur)
    )

    private let parameters: CurveParameters

    init(_ parameters: ParameterValues) throws { self.parameters = try CurveParameters(parameters) }

    func passes(for evaluation: Evaluation) -> PassCount {
        parameters.curve(isInsertion: true).passes(for: evaluation)
    }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        guard let curve = try await parameters.curve(isInsertion: true).curve(of: evaluation) else {
            return .undefined(CurveParameters.failure)
        }
        let gains = curve.losses(isCumulative: parameters.isCumulative).map { -$0 }
        return curve.score(
            Correlation.pearson(gains, curve.saliency),
            orUndefined: DeletionCorrelation.reason(gains, curve.saliency)
        )
    }
}
#endif
