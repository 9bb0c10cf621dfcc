#if NativeLibraries
internal import Tensor

/// Reverse-mode differentiation: vector–Jacobian products from one tensor to others.
struct ReversePass {
    let plan: Plan
    /// The tensor whose gradient is given.
    let source: Operand
    /// The tensors whose gradients are wanted.
    let targets: Set<Operand>
    private let overrides: [OperationKind: GradientOverride]
    /// Tensors that depend on a target.
    private let reached: Set<Operand>
    /// The steps on a way from a target to the source, in order.
    private let path: [Step]

    init(_ plan: Plan, from source: Operand, to targets: Set<Operand>, overrides: [OperationKind: GradientOverride]) {
        self.plan = plan
        self.source = source
        self.targets = targets
        self.overrides = overrides
        var reached = targets
        for step in plan.steps where step.inputs.contains(where: reached.contains) { reached.insert(step.output) }
        var wanted: Set<Operand> = [source]
        var path: [Step] = []
        for step in plan.steps.reversed() where wanted.contains(step.output) && reached.contains(step.output) {
            let isTarget = targets.contains(step.output) && !step.inputs.contains(where: reached.contains)
            guard !isTarget else { continue }
            path.append(step)
            wanted.formUnion(step.inputs.filter(reached.contains))
        }
        self.reached = reached
        self.path = path.reversed()
    }

    /// Whether the source depends on any target.
    var isConnected: Bool { reached.contains(source) }

    /// The values that the rules need, which the forward pass must keep.
    var savedValues: Set<Operand> {
        Set(path.flatMap(needs)).filter { plan.constants[$0] == nil }
    }

    private func needs(_ step: Step) -> [Operand] {
        guard overrides[step.operation.kind] == nil else { return step.inputs + [step.output] }
        let rule = GradientRules.rule(step.operation)
        let output = rule.usesOutput ? [step.output] : []
        switch rule.inputs {
        case .none: return output
        case .first: return [step.inputs[0]] + output
        case .all:
            // A factor is only needed for the gradient of the other.
            guard case .matrixProduct = step.operation else { return step.inputs + output }
            return (reached.contains(step.inputs[1]) ? [step.inputs[0]] : []) + [step.inputs[1]] + output
        }
    }

    /// Walks back.
    ///
    /// - Parameters:
    ///   - values: What ``savedValues`` asked for.
    ///   - seed: The gradient of the source, of its shape.
    /// - Returns: The gradient of each target that the source depends on.
    func run(_ executor: Executor, values: [Operand: Activation], seed: Activation) throws -> [Operand: Activation] {
        var values = values
        var gradients: [Operand: Activation] = [source: seed]
        var result: [Operand: Activation] = [:]
        if targets.contains(source) { result[source] = seed }
        for step in path.reversed() {
            guard var gradient = gradients.removeValue(forKey: step.output) else { continue }
            let isTarget = targets.contains(step.output)
            let ownsGradient = isKnownUniquelyReferenced(&gradient.buffer) && !isTarget
            let wants = step.inputs.map(reached.contains)
            executor.enter(plan, values)
            let parts: [Activation?]
            if let override = overrides[step.operation.kind] {
                parts = try self.override(override, step, wants, gradient, executor)
            } else {
                let context = ReverseStep(
                    step: step,
                    plan: plan,
                    executor: executor,
                    wants: wants,
                    ownsGradient: ownsGradient
                )
                parts = try GradientRules.rule(step.operation).apply(context, gradient)
            }
            executor.leave()
            for (input, part) in zip(step.inputs, parts) {
                guard let part, reached.contains(input) else { continue }
                guard var sum = gradients.removeValue(forKey: input) else {
                    gradients[input] = part
                    continue
                }
                if isKnownUniquelyReferenced(&sum.buffer) {
                    try executor.add(part, to: sum)
                    gradients[input] = sum
                } else {
                    gradients[input] = try executor.sum(sum, part)
                }
            }
            if isTarget { result[step.output] = gradient }
            values[step.output] = nil
        }
        for target in targets { if let gradient = gradients[target] { result[target] = gradient } }
        return result
    }

    private func override(
        _ override: GradientOverride,
        _ step: Step,
        _ wants: [Bool],
        _ gradient: Activation,
        _ executor: Executor
    ) throws -> [Activation?] {
        let overridden = OverriddenStep(step: step, plan: plan, wants: wants, executor: executor)
        let own = try step.inputs.map { try executor.plain(executor.activation($0)).tensor }
        let output = try executor.plain(executor.activation(step.output)).tensor
        let outputGradient = try executor.plain(gradient).tensor
        executor.leave()
        let results = try override(overridden.context(inputs: own, output: output, gradient: outputGradient))
        executor.enter(plan, [:])
        guard results.count == step.inputs.count else {
            throw ModelError(
                .notDifferentiable,
                "An override of \(step.operation.kind.rawValue) gave \(results.count) gradients for \(step.inputs.count) inputs."
            )
        }
        return try zip(step.inputs, results).map { input, result in
            guard let result else { return nil }
            guard result.shape == plan.shapes[input] else {
                throw ModelError(
                    .shapeMismatch,
                    "An override of \(step.operation.kind.rawValue) gave a gradient of shape \(result.shape) for an input of "
                        + "shape \(plan.shapes[input])."
                )
            }
            return executor.activation(of: result)
        }
    }
}
#endif
