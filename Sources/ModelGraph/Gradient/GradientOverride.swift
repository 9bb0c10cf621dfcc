#if NativeLibraries
public import Tensor

/// Another gradient rule for a kind of operation: from what the step computed and the gradient of its output to the
/// gradient of each input, nil for none.
///
/// Guided backpropagation, deconvolution, LRP, DeepLIFT and relevance propagation through attention are such rules.
public typealias GradientOverride = @Sendable (OverriddenOperation) throws -> [Tensor?]

/// A step whose gradient rule is overridden.
public struct OverriddenOperation {
    /// The kind of operation.
    public let kind: OperationKind

    /// The name of the graph's node, or of its output.
    public let node: String

    /// The values of its inputs: `x, weights, bias` for convolutions and products, with what is missing left out.
    public let inputs: [Tensor]

    /// Whether each input depends on what is differentiated by; the others are weights and other constants.
    public let isVariable: [Bool]

    /// What it computed.
    public let output: Tensor

    /// The gradient of what it computed, or the relevance that has arrived there.
    public let outputGradient: Tensor

    /// Where the windows of a pooling lie; nil for other kinds.
    public let window: PoolingWindow?

    let evaluate: ([Tensor]) throws -> Tensor
    let differentiate: ([Tensor], Tensor) throws -> [Tensor?]

    /// What the operation makes of other inputs of the same shapes.
    ///
    /// - Throws: `ModelError`.
    public func output(of inputs: [Tensor]) throws -> Tensor { try evaluate(inputs) }

    /// What the rule of the operation itself makes of a gradient, at these or other inputs of the same shapes.
    ///
    /// - Throws: `ModelError`.
    public func standardGradients(_ gradient: Tensor? = nil, at inputs: [Tensor]? = nil) throws -> [Tensor?] {
        try differentiate(inputs ?? self.inputs, gradient ?? outputGradient)
    }
}

/// Where the windows of a pooling lie, by spatial axis.
public struct PoolingWindow: Sendable, Equatable {
    /// The window's extents, rows first.
    public let kernel: [Int]
    /// How far windows are apart.
    public let strides: [Int]
    /// How far elements of a window are apart.
    public let dilations: [Int]
    /// Top, left, bottom, right.
    public let pads: [Int]
}

/// Makes what an override sees of a step.
struct OverriddenStep {
    let step: Step
    let plan: Plan
    let wants: [Bool]
    let executor: Executor

    func context(inputs: [Tensor], output: Tensor, gradient: Tensor) -> OverriddenOperation {
        OverriddenOperation(
            kind: step.operation.kind,
            node: plan.nodeNames[step.node] ?? "",
            inputs: inputs,
            isVariable: wants,
            output: output,
            outputGradient: gradient,
            window: window,
            evaluate: { inputs in try evaluate(inputs) },
            differentiate: { inputs, gradient in try differentiate(inputs, gradient) }
        )
    }

    private var window: PoolingWindow? {
        guard case .pool(let pooling) = step.operation else { return nil }
        return PoolingWindow(
            kernel: pooling.kernel,
            strides: pooling.strides,
            dilations: pooling.dilations,
            pads: pooling.pads
        )
    }

    /// The step alone, all of its inputs given.
    private func alone() -> Plan {
        var part = Plan()
        part.shapes = step.inputs.map { plan.shapes[$0] } + [plan.shapes[step.output]]
        let inputs = Array(step.inputs.indices)
        part.steps = [Step(operation: step.operation, inputs: inputs, output: inputs.count, node: step.node)]
        part.kept = [inputs.count]
        for input in inputs { part.inputs["\(input)"] = input }
        return part
    }

    private func feeds(_ inputs: [Tensor]) throws -> [Operand: Activation] {
        guard inputs.map(\.shape) == step.inputs.map({ plan.shapes[$0] }) else {
            throw ModelError(.shapeMismatch, "An override evaluated inputs of shapes \(inputs.map(\.shape)).")
        }
        return Dictionary(
            uniqueKeysWithValues: inputs.enumerated().map { ($0.offset, executor.activation(of: $0.element)) }
        )
    }

    private func evaluate(_ inputs: [Tensor]) throws -> Tensor {
        let part = alone()
        guard let output = try executor.run(part, feeds: try feeds(inputs))[inputs.count] else {
            throw ModelError(.invalidGraph, "A step has no output.")
        }
        return try executor.plain(output).tensor
    }

    private func differentiate(_ inputs: [Tensor], _ gradient: Tensor) throws -> [Tensor?] {
        let part = StepOrder.improved(alone(), Planner.Constraints(isReversed: true))
        let feeds = try feeds(inputs)
        let targets = Set(wants.indices.filter { wants[$0] })
        let pass = ReversePass(part, from: inputs.count, to: targets, overrides: [:])
        let values = try executor.run(part, feeds: feeds).merging(feeds) { own, _ in own }
        let results = try pass.run(executor, values: values, seed: executor.activation(of: gradient))
        return try inputs.indices.map { try results[$0].map { try executor.plain($0).tensor } }
    }
}
#endif
