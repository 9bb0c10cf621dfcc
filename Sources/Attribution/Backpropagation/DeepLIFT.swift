#if NativeLibraries
import ModelGraph
import Tensor

/// Contributions to the difference from a baseline, passed back in proportion to differences (rescale rule).
///
/// Shrikumar, Greenside and Kundaje 2017, arXiv:1704.02685, equations 7 to 9: a function of one number passes
/// m = Δy / Δx back, what is linear its weights; the attribution is m ⊙ (x − x'). A product of two inputs passes the mean
/// of the other at both ends, since Δ(ab) = ½(b + b')Δa + ½(a + a')Δb.
///
/// Max-pooling is treated as captum does by default: directly behind a function of one number it passes its plain gradient
/// back; elsewhere, of windows that overlap and choose the same element, the last one counts. With `pooling` `sum`
/// differences are passed everywhere and all windows count, so that contributions sum up to the difference of scores.
struct DeepLIFT: Explainer {
    static let traits = ExplainerTraits(
        id: "deep-lift",
        name: "DeepLIFT",
        family: .backpropagation,
        paper: "Shrikumar, Greenside and Kundaje 2017, arXiv:1704.02685",
        need: .gradient,
        isSigned: true,
        parameters: [
            .choice(
                "pooling",
                ["captum", "sum"],
                "what max-pooling passes back: what captum does, or the differences of all windows, which sums up"
            )
        ] + Baseline.parameters,
        map: MapSteps(.sum, .signed)
    )

    private let sumsWindows: Bool
    private let baseline: Baseline

    init(_ parameters: ParameterValues) {
        sumsWindows = parameters.text("pooling") == "sum"
        baseline = Baseline(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 4, backward: 2) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let start = try baseline.input(of: subject)
        let record = StepRecord()
        // Every rule is walked through once at the baseline, to keep what its inputs and outputs are there.
        let recording: GradientOverride = { step in
            if Self.hasRule(step) { record.append(step) }
            return try step.standardGradients()
        }
        _ = try await subject.replacing(input: start).gradient(
            overrides: Dictionary(uniqueKeysWithValues: Self.kinds.map { ($0, recording) })
        )
        let sumsWindows = sumsWindows
        let passing: GradientOverride = { step in
            guard Self.hasRule(step) else { return try step.standardGradients() }
            let base = try record.next(of: step)
            switch step.kind {
            case .maxPool: return try Self.pooled(step, base, sumsWindows: sumsWindows)
            case .softmax: return DeepLIFTRows.softmax(step, base.inputs[0])
            case .standardize: return try DeepLIFTRows.standardized(step, base.inputs[0])
            default: return try step.variable == nil ? Self.shared(step, base) : Self.rescaled(step, base)
            }
        }
        let multipliers = try await subject.gradient(
            overrides: Dictionary(uniqueKeysWithValues: Self.kinds.map { ($0, passing) })
        )
        let way = zip(subject.input.values, start.values).map { Double($0) - Double($1) }
        let attribution = zip(multipliers.values, way).map { Double($0) * $1 }
        let scores = try await subject.scores(of: [subject.input, start])
        return Explanation(attribution, shape: subject.input.shape, toward: scores[0] - scores[1])
    }

    private static let kinds: [OperationKind] = [
        .relu, .elementwise, .binary, .maxPool, .multiply, .divide, .matrixProduct, .softmax, .standardize,
    ]

    /// Whether a step is no linear function of what depends on the picture.
    private static func hasRule(_ step: OverriddenOperation) -> Bool {
        switch step.kind {
        case .multiply, .matrixProduct: step.variable == nil
        case .divide: step.variable != 0
        case .binary: step.variable != nil
        default: true
        }
    }

    /// Differences below this are none.
    private static let least: Float = 1e-10

    /// m = Δy / Δx for functions of one number; the derivative where x does not differ.
    private static func rescaled(_ step: OverriddenOperation, _ base: StepRecord.Entry) throws -> [Tensor?] {
        var gradients = try step.standardGradients()
        guard let variable = step.variable, let standard = gradients[variable], standard.shape == step.output.shape
        else {
            return gradients
        }
        let (x, y, g) = (step.inputs[variable].values, step.output.values, step.outputGradient.values)
        let start = base.inputs[variable].values
        let values = x.indices.map { index -> Float in
            let difference = x[index] - start[index]
            guard abs(difference) >= least else { return standard.values[index] }
            return g[index] * (y[index] - base.output.values[index]) / difference
        }
        gradients[variable] = Tensor(shape: standard.shape, values: values)
        return gradients
    }

    /// Of a product, the mean of the other factor; of a quotient likewise, as the product with 1 / b, whose slope between
    /// both ends is −1 / (b b').
    private static func shared(_ step: OverriddenOperation, _ base: StepRecord.Entry) throws -> [Tensor?] {
        let means = zip(step.inputs, base.inputs).map { own, other in
            Tensor(shape: own.shape, values: zip(own.values, other.values).map { ($0 + $1) / 2 })
        }
        guard step.kind == .divide else { return try step.standardGradients(at: means) }
        let (own, other) = (step.inputs[1], base.inputs[1].values)
        let harmonic = Tensor(shape: own.shape, values: zip(own.values, other).map { 2 * $0 * $1 / ($0 + $1) })
        let geometric = Tensor(
            shape: own.shape,
            values: zip(own.values, other).map { ($0 * $1 < 0 ? -1 : 1) * abs($0 * $1).squareRoot() }
        )
        let byFirst = try step.standardGradients(at: [means[0], harmonic])[0]
        let bySecond = try step.standardGradients(at: [means[0], geometric])[1]
        return [byFirst, bySecond]
    }

    /// What a window's maximum gains over both outputs goes to the element chosen at either input.
    private static func pooled(
        _ step: OverriddenOperation,
        _ base: StepRecord.Entry,
        sumsWindows: Bool
    ) throws -> [Tensor?] {
        let gradients = try step.standardGradients()
        guard let window = step.window, let standard = gradients[0], sumsWindows || !base.followsFunction else {
            return gradients
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
        let lost = window.placed(losses, at: base.inputs[0], output: y.shape, sums: sumsWindows)
        let values = x.values.indices.map { index -> Float in
            let difference = x.values[index] - base.inputs[0].values[index]
            guard abs(difference) >= least else { return standard.values[index] }
            return (gained[index] + lost[index]) / difference
        }
        return [Tensor(shape: x.shape, values: values)]
    }
}
#endif
