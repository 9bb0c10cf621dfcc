#if NativeLibraries
import Attribution
import Statistics
import Tensor

/// Average drop, coherency and complexity in one number: their harmonic mean, 0 to 1.
///
/// Poppi et al. 2021, arXiv:2104.10252: 3 / (1/Coherency + 1/(1 − Complexity) + 1/(1 − AverageDrop)). Coherency is the correlation, from
/// 0 to 1, of the map with that of the picture seen through it; complexity is the mean of the map brought to 0…1.
struct ADCC: Metric {
    static let traits = MetricTraits(
        id: "adcc",
        name: "Average drop, coherency, complexity",
        category: .faithfulness,
        direction: .higher,
        paper: "Poppi et al. 2021, arXiv:2104.10252",
        needs: [.network, .explainer],
        parameters: MaskedPicture.parameters
    )

    private let masked: MaskedPicture

    init(_ parameters: ParameterValues) { masked = MaskedPicture(parameters) }

    func passes(for evaluation: Evaluation) async throws -> PassCount {
        let own = try await evaluation.passesOfMaker()
        return PassCount(forward: own.forward + 2, backward: own.backward)
    }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let steps = try evaluation.maker().steps
        let whole = try await evaluation.picture.probability()
        guard let seen = try await masked.probability(in: evaluation), let input = try masked.input(of: evaluation),
            let low = evaluation.map.values.min(), let high = evaluation.map.values.max()
        else { return .undefined(MaskedPicture.constant) }
        guard whole > 0 else { return .undefined(MaskedPicture.impossible) }
        let drop = max(0, whole - seen) / whole
        let complexity =
            evaluation.map.doubles.reduce(0) { $0 + ($1 - Double(low)) / Double(high - low) }
            / Double(evaluation.map.values.count)
        let again = steps.plane(of: try await evaluation.attribution(of: evaluation.subject.replacing(input: input)))
        guard let correlation = Correlation.pearson(evaluation.map.doubles, again.doubles) else {
            return .undefined("the map of the picture seen through the map is the same everywhere")
        }
        let coherency = (correlation + 1) / 2
        let details = ["coherency": coherency, "complexity": complexity, "averageDrop": drop]
        guard coherency > 0, complexity < 1, drop < 1 else { return .value(0, details: details) }
        return .value(3 / (1 / coherency + 1 / (1 - complexity) + 1 / (1 - drop)), details: details)
    }
}
#endif
