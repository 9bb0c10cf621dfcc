#if NativeLibraries
import Tensor

/// Shapley values of segments, by a regression of the class score on which of them are seen.
///
/// Lundberg and Lee 2017, arXiv:1705.07874, theorem 2: φ minimizes Σ π(z) (f(z) − f(∅) − zᵀφ)² with π(z) = (M − 1) /
/// (C(M,|z|) |z| (M − |z|)), and Σ φ = f(x) − f(∅) holds exactly. With all coalitions, where 2^M − 2 is not more than
/// the samples, these are the Shapley values; else coalitions are drawn in proportion to π, as captum does.
struct KernelSHAP: Explainer {
    static let traits = ExplainerTraits(
        id: "kernel-shap",
        name: "KernelSHAP",
        family: .perturbation,
        paper: "Lundberg and Lee 2017, arXiv:1705.07874",
        need: .scores,
        isSigned: true,
        isSeeded: true,
        parameters: [
            .integer("samples", 1...1_000_000, 1000, "how many coalitions, beside the empty and the full one"),
            .flag("paired", true, "draws with each coalition its complement, which lowers the variance"),
            ScoreKind.parameter(.logit),
        ] + HiddenSegments.Kind.parameters(.baseline) + Segmentation.parameters(.slic),
        map: MapSteps(.sum, .signed, .nearest)
    )

    private let samples: Int
    private let isPaired: Bool
    private let hidden: HiddenSegments.Kind
    private let baseline: Float
    private let score: ScoreKind
    private let segmentation: Segmentation

    init(_ parameters: ParameterValues) {
        (samples, isPaired) = (parameters.integer("samples"), parameters.flag("paired"))
        hidden = HiddenSegments.Kind(parameters)
        baseline = Float(parameters.number("baseline"))
        score = ScoreKind(parameters)
        segmentation = Segmentation(parameters)
    }

    func passes(for subject: Subject) throws -> PassCount {
        let segments = try segmentation.segments(of: subject, limit: SwitchMoments.largestCount)
        return PassCount(forward: 2 + coalitions(segments.count, subject).count)
    }

    private func coalitions(_ players: Int, _ subject: Subject) -> Coalitions {
        Coalitions(players: players, samples: samples, isPaired: isPaired, seed: subject.seed)
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let segments = try segmentation.segments(of: subject, limit: SwitchMoments.largestCount)
        let parts = HiddenSegments(segments, of: subject.input, behind: hidden, baseline: baseline)
        let coalitions = coalitions(segments.count, subject)
        let values = try await subject.values(score, coalitions.count + 2) { index, target in
            let members =
                index < 2
                ? [Bool](repeating: index == 0, count: segments.count) : coalitions.members(index - 2)
            parts.write(showing: members, to: target)
        }
        let (whole, empty) = (values[0], values[1])
        var moments = SwitchMoments(count: segments.count)
        for index in 0..<coalitions.count {
            let members = coalitions.members(index)
            moments.add(members, values[index + 2] - empty, weight: coalitions.weight(members))
        }
        let shares =
            segments.count == 1 ? [whole - empty] : moments.leastSquares(sum: whole - empty)
        let error = abs(shares.reduce(0, +) - (whole - empty))
        let isScarce = !coalitions.isComplete && samples < 2 * segments.count
        return Explanation(
            segments.map(shares),
            convergenceDelta: whole == empty ? nil : error / abs(whole - empty),
            notes: isScarce
                ? ["\(samples) samples are few for \(segments.count) segments; take more samples or fewer segments."]
                : []
        )
    }
}
#endif
