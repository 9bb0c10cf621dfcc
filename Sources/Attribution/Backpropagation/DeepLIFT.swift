#if NativeLibraries
import ModelGraph
import Tensor

/// Contributions to the difference from a baseline, passed back in proportion to differences (rescale rule).
///
/// Shrikumar, Greenside and Kundaje 2017, arXiv:1704.02685, equations 7 to 9: a function of one number passes
/// m = Δy / Δx back, what is linear its weights; the attribution is m ⊙ (x − x').
///
/// Max-pooling is treated as captum does by default: of windows that overlap and choose the same element, the last one
/// counts. With `pooling` `sum` all count, and the contributions sum up to the difference of scores.
public struct DeepLIFT: Explainer {
    public static let traits = ExplainerTraits(
        id: "deep-lift",
        name: "DeepLIFT",
        family: .backpropagation,
        paper: "Shrikumar, Greenside and Kundaje 2017, arXiv:1704.02685",
        need: .gradient,
        isSigned: true,
        parameters: [
            .choice(
                "pooling",
                ["last", "sum"],
                "which of overlapping windows of a max-pooling count for an element that they share: the last or all"
            )
        ] + Baseline.parameters,
        map: MapSteps(.sum, .signed)
    )

    private let sumsWindows: Bool
    private let baseline: Baseline

    public init(_ parameters: ParameterValues) {
        sumsWindows = parameters.text("pooling") == "sum"
        baseline = Baseline(parameters)
    }

    public func passes(for subject: Subject) -> PassCount { PassCount(forward: 4, backward: 2) }

    public func explain(_ subject: Subject) async throws -> Explanation {
        let start = try baseline.input(of: subject)
        let record = StepRecord()
        // Every rule is walked through once at the baseline, to keep what its inputs and outputs are there.
        let recording: GradientOverride = { step in
            record.append(StepRecord.Entry(input: step.inputs[step.variable ?? 0], output: step.output))
            return try step.standardGradients()
        }
        let kinds: [OperationKind] = [.relu, .elementwise, .binary, .maxPool]
        _ = try await subject.replacing(input: start).gradient(
            overrides: Dictionary(uniqueKeysWithValues: kinds.map { ($0, recording) })
        )
        let (functions, pools) = (Self.rescale(record), Self.pooling(record, sumsWindows: sumsWindows))
        let multipliers = try await subject.gradient(
            overrides: [.relu: functions, .elementwise: functions, .binary: functions, .maxPool: pools]
        )
        let way = zip(subject.input.values, start.values).map { Double($0) - Double($1) }
        let attribution = zip(multipliers.values, way).map { Double($0) * $1 }
        let scores = try await subject.scores(of: [subject.input, start])
        return Explanation(attribution, shape: subject.input.shape, toward: scores[0] - scores[1])
    }

    /// Differences below this are none.
    static let least: Float = 1e-10

    /// m = Δy / Δx for functions of one number; the derivative where x does not differ.
    private static func rescale(_ record: StepRecord) -> GradientOverride {
        { step in
            let base = try record.next(of: step)
            var gradients = try step.standardGradients()
            guard let variable = step.variable, let standard = gradients[variable],
                step.inputs[variable].shape == step.output.shape
            else { return gradients }
            let (x, y, g) = (step.inputs[variable].values, step.output.values, step.outputGradient.values)
            let values = x.indices.map { index -> Float in
                let difference = x[index] - base.input.values[index]
                guard abs(difference) >= least else { return standard.values[index] }
                return g[index] * (y[index] - base.output.values[index]) / difference
            }
            gradients[variable] = Tensor(shape: standard.shape, values: values)
            return gradients
        }
    }

    /// What a window's maximum gains over both outputs goes to the element chosen at either input.
    private static func pooling(_ record: StepRecord, sumsWindows: Bool) -> GradientOverride {
        { step in
            let base = try record.next(of: step)
            guard let window = step.window, let standard = try step.standardGradients()[0] else {
                return try step.standardGradients()
            }
            let (x, y, g) = (step.inputs[0], step.output, step.outputGradient.values)
            var gains = y.values
            var losses = y.values
            for index in y.values.indices {
                let (own, other) = (y.values[index], base.output.values[index])
                let top = max(own, other)
                gains[index] = g[index] * (top - other)
                losses[index] = g[index] * (own - top)
            }
            let gained = window.placed(gains, at: x, output: y.shape, sums: sumsWindows)
            let lost = window.placed(losses, at: base.input, output: y.shape, sums: sumsWindows)
            let values = x.values.indices.map { index -> Float in
                let difference = x.values[index] - base.input.values[index]
                guard abs(difference) >= least else { return standard.values[index] }
                return (gained[index] + lost[index]) / difference
            }
            return [Tensor(shape: x.shape, values: values)]
        }
    }
}
#endif
