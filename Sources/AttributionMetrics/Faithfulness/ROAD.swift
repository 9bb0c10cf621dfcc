#if NativeLibraries
import Attribution
import Tensor

/// What removing the most salient pixels costs beside removing the least salient: half the difference of probabilities.
///
/// Rong et al. 2022, arXiv:2202.00449, removing by noisy linear imputation; combined as pytorch-grad-cam's
/// ROADCombined: (least relevant first − most relevant first) / 2, averaged over shares of the picture.
struct ROAD: Metric {
    static let traits = MetricTraits(
        id: "road",
        name: "Remove and debias",
        category: .faithfulness,
        direction: .higher,
        paper: "Rong et al. 2022, arXiv:2202.00449",
        needs: [.network],
        isSeeded: true,
        parameters: [
            .integer("shares", 1...100, 4, "at how many shares of the picture, equally far apart between 0 and 1"),
            Substitute.parameter(.road),
            .choice("order", ["combined", "morf", "lerf"], "most and least relevant first, or one of them"),
        ]
    )

    private let shares: Int
    private let substitute: Substitute
    private let order: String

    init(_ parameters: ParameterValues) {
        (shares, substitute) = (parameters.integer("shares"), Substitute(parameters))
        order = parameters.text("order")
    }

    func passes(for evaluation: Evaluation) -> PassCount {
        PassCount(forward: 1 + shares * (order == "combined" ? 2 : 1))
    }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        guard Set(evaluation.map.values).count > 1 else { return .undefined("the map is the same everywhere") }
        let whole = try await evaluation.picture.probability()
        var (morf, lerf): ([Double], [Double]) = ([], [])
        if order != "lerf" { morf = try await probabilities(evaluation, isAscending: false) }
        if order != "morf" { lerf = try await probabilities(evaluation, isAscending: true) }
        let count = Double(shares)
        var details = ["probability": whole]
        for (index, value) in morf.enumerated() { details["morf\(index + 1)"] = value }
        for (index, value) in lerf.enumerated() { details["lerf\(index + 1)"] = value }
        let (most, least) = (morf.reduce(0, +) / count, lerf.reduce(0, +) / count)
        switch order {
        case "morf": return .value(whole - most, details: details)
        case "lerf": return .value(least - whole, details: details)
        default: return .value((least - most) / 2, details: details)
        }
    }

    private func probabilities(_ evaluation: Evaluation, isAscending: Bool) async throws -> [Double] {
        let order = PixelOrder(evaluation.map, isAscending: isAscending)
        let states = try PerturbedPicture(evaluation.subject, substitute, order, isInsertion: false)
        return try await evaluation.subject.probabilities(shares) { index, target in
            states.write(0..<(index + 1) * order.pixels.count / (shares + 1), to: target)
        }
    }
}
#endif
