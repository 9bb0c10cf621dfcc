#if NativeLibraries
import Attribution

/// The area below the probability of the class while the most salient pixels are put in first.
///
/// Petsiuk, Das and Saenko 2018, arXiv:1806.07421 (insertion); IAUC in Gomez, Fréour and Mouchère 2022,
/// arXiv:2201.13291. The class is that of the picture, not that of its substitute.
struct IAUC: Metric {
    static let traits = MetricTraits(
        id: "iauc",
        name: "Insertion area under the curve",
        category: .faithfulness,
        direction: .higher,
        paper: "Petsiuk, Das and Saenko 2018, arXiv:1806.07421",
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
        return curve.score(curve.area(isCumulative: parameters.isCumulative), orUndefined: "one step has no area")
    }
}
#endif
