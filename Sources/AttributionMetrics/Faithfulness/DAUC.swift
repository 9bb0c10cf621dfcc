#if NativeLibraries
import Attribution

/// The area below the probability of the class while the most salient pixels are taken away first.
///
/// Petsiuk, Das and Saenko 2018, arXiv:1806.07421 (deletion); DAUC in Gomez, Fréour and Mouchère 2022,
/// arXiv:2201.13291. Trapezoids over the true shares of pixels; Quantus sums without dividing by their number. It rests on
/// the order of the saliency alone.
struct DAUC: Metric {
    static let traits = MetricTraits(
        id: "dauc",
        name: "Deletion area under the curve",
        category: .faithfulness,
        direction: .lower,
        paper: "Petsiuk, Das and Saenko 2018, arXiv:1806.07421",
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
        return curve.score(curve.area(isCumulative: parameters.isCumulative), orUndefined: "one step has no area")
    }
}
#endif
