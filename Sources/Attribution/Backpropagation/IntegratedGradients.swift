#if NativeLibraries
import Tensor

/// Gradients integrated on the straight way from a baseline to the input.
///
/// Sundararajan, Taly and Yan 2017, arXiv:1703.01365, equation 1: (x − x') ⊙ ∫₀¹ ∂y/∂x (x' + α(x − x')) dα. The
/// attributions sum up to y(x) − y(x'). By default the integral is taken with 50 Gauss–Legendre samples from a baseline
/// of 0 in the network's own range, as captum does; the paper takes a Riemann sum from black.
struct IntegratedGradients: Explainer {
    static let traits = ExplainerTraits(
        id: "integrated-gradients",
        name: "Integrated Gradients",
        family: .backpropagation,
        paper: "Sundararajan, Taly and Yan 2017, arXiv:1703.01365",
        need: .gradient,
        isSigned: true,
        parameters: [
            .integer("steps", 1...10000, 50, "the samples of the integral"),
            .choice(
                "rule",
                QuadratureRule.allCases.map(\.rawValue),
                "where the integral is sampled, and how samples weigh"
            ),
        ] + Baseline.parameters,
        map: MapSteps(.sum, .absolute)
    )

    private let steps: Int
    private let rule: QuadratureRule
    private let baseline: Baseline

    init(_ parameters: ParameterValues) throws {
        steps = parameters.integer("steps")
        rule = QuadratureRule(rawValue: parameters.text("rule")) ?? .gaussLegendre
        baseline = Baseline(parameters)
        guard rule != .trapezoid || steps > 1 else {
            throw AttributionError(
                .invalidParameter,
                "integrated-gradients: the trapezoid rule takes at least 2 steps."
            )
        }
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: steps + 2, backward: steps) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let start = try baseline.input(of: subject)
        let attribution = try await subject.integratedGradients(from: start, rule.samples(steps))
        let scores = try await subject.scores(of: [subject.input, start])
        return Explanation(attribution, shape: subject.input.shape, toward: scores[0] - scores[1])
    }
}

extension Subject {
    /// Σ weight · gradient on the straight way from a baseline, times the way.
    func integratedGradients(
        from start: Tensor,
        _ samples: [(position: Double, weight: Double)]
    ) async throws -> [Double] {
        let sums = try await weightedGradients(samples.map(\.weight)) { index, target in
            let position = samples[index].position
            input.values.withUnsafeBufferPointer { end in
                start.values.withUnsafeBufferPointer { start in
                    for offset in 0..<min(end.count, start.count, target.count) {
                        let (from, to) = (Double(start[offset]), Double(end[offset]))
                        target[offset] = Float(from + position * (to - from))
                    }
                }
            }
        }
        return sums.indices.map { sums[$0] * (Double(input.values[$0]) - Double(start.values[$0])) }
    }
}
#endif
