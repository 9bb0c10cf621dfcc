#if NativeLibraries
import Attribution

/// The share of steps that move the probability the way they should: down where pixels are taken away.
///
/// Reported with the survey's curves (Gomez and Mouchère 2023, DOI 10.1117/1.JEI.32.2.020801).
struct ValidityRate: Metric {
    static let traits = MetricTraits(
        id: "validity-rate",
        name: "Validity rate",
        category: .faithfulness,
        direction: .higher,
        paper: "Gomez and Mouchère 2023, DOI 10.1117/1.JEI.32.2.020801",
        needs: [.network],
        parameters: CurveParameters.specifications(.zero) + [
            .choice("curve", ["deletion", "insertion"], "whether pixels are taken away, or put in")
        ]
    )

    private let parameters: CurveParameters
    private let isInsertion: Bool

    init(_ parameters: ParameterValues) throws {
        self.parameters = try CurveParameters(parameters)
        isInsertion = parameters.text("curve") == "insertion"
    }

    func passes(for evaluation: Evaluation) -> PassCount {
        parameters.curve(isInsertion: isInsertion).passes(for: evaluation)
    }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        guard let curve = try await parameters.curve(isInsertion: isInsertion).curve(of: evaluation) else {
            return .undefined(CurveParameters.failure)
        }
        let losses = curve.losses(isCumulative: parameters.isCumulative)
        let valid = losses.count { isInsertion ? $0 < 0 : $0 > 0 }
        return curve.score(Double(valid) / Double(losses.count), orUndefined: "")
    }
}
#endif
