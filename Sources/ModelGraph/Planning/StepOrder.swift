#if NativeLibraries
/// Steps that are put in another order, with the same result, so that less memory is moved.
struct StepOrder {
    private var plan: Plan
    private let constraints: Planner.Constraints
    private var uses: [Int]

    private init(_ plan: Plan, _ constraints: Planner.Constraints) {
        self.plan = plan
        self.constraints = constraints
        uses = plan.useCounts
    }

    static func improved(_ plan: Plan, _ constraints: Planner.Constraints) -> Plan {
        var order = StepOrder(plan, constraints)
        order.convolveParts()
        if constraints.isReversed {
            order.rectifyBehindPooling()
            order.keepChoices()
        }
        return order.plan
    }

    private func isFree(_ kinds: OperationKind...) -> Bool {
        constraints.separate.isDisjoint(with: kinds)
    }

    private mutating func newTensor(_ shape: [Int]) -> Operand {
        plan.shapes.append(shape)
        uses.append(1)
        return plan.shapes.count - 1
    }

    /// A convolution of joined arrays is the sum of the convolutions of each, and pooling in between pools each: nothing
    /// is joined then. It pays where the sum is much smaller than what would be joined, as in SqueezeNet.
    private mutating func convolveParts() {
        guard isFree(.concatenate, .convolution, .maxPool, .averagePool) else { return }
        var producers: [Operand: Step] = [:]
        for step in plan.steps { producers[step.output] = step }
        func onlyProducer(_ tensor: Operand) -> Step? {
            uses[tensor] == 1 && !plan.kept.contains(tensor) ? producers[tensor] : nil
        }
        var dropped: Set<Operand> = []
        var replacements: [Operand: [Step]] = [:]
        for step in plan.steps {
            guard case .convolution(let geometry) = step.operation, geometry.groups == 1, !geometry.addsInput,
                let weights = plan.constants[step.inputs[1]], var source = onlyProducer(step.inputs[0])
            else { continue }
            var pooling: Step?
            if case .pool = source.operation, let joined = onlyProducer(source.inputs[0]) {
                (pooling, source) = (source, joined)
            }
            let output = plan.shapes[step.output]
            guard case .concatenate(axis: 1) = source.operation, 2 * output[1] <= weights.shape[1],
                source.inputs.count <= 4,
                source.inputs.allSatisfy({ plan.shapes[$0][1] % Native.block == 0 })
            else { continue }
            var steps: [Step] = []
            var (first, sum): (Int, Operand?) = (0, nil)
            for (index, part) in source.inputs.enumerated() {
                let isLast = index == source.inputs.count - 1
                let channels = first..<first + plan.shapes[part][1]
                first = channels.upperBound
                var input = part
                if let pooling {
                    let pooled = plan.shapes[pooling.output]
                    input = newTensor([pooled[0], channels.count] + pooled[2...])
                    steps.append(
                        Step(operation: pooling.operation, inputs: [part], output: input, node: pooling.node)
                    )
                }
                var convolution = geometry
                convolution.addsInput = sum != nil
                if !isLast { (convolution.hasBias, convolution.activation) = (false, nil) }
                let own = newTensor([output[1], channels.count] + geometry.kernel)
                plan.constants[own] = StoredConstant(
                    shape: plan.shapes[own],
                    source: .inputChannels(weights, channels),
                    key: weights.key.map { "\($0) of channels \(channels)" }
                )
                let target = isLast ? step.output : newTensor(output)
                let bias = isLast && geometry.hasBias ? [step.inputs[2]] : []
                steps.append(
                    Step(
                        operation: .convolution(convolution),
                        inputs: [input, own] + bias + (sum.map { [$0] } ?? []),
                        output: target,
                        node: step.node
                    )
                )
                sum = target
            }
            dropped.formUnion([source.output] + (pooling.map { [$0.output] } ?? []))
            replacements[step.output] = steps
        }
        replace(dropped, replacements)
    }

    /// The largest of rectified numbers is the largest, rectified: the gradient is then masked where there is less of it.
    private mutating func rectifyBehindPooling() {
        guard isFree(.relu, .maxPool, .convolution) else { return }
        var producers: [Operand: Int] = [:]
        for (index, step) in plan.steps.enumerated() { producers[step.output] = index }
        var replacements: [Operand: [Step]] = [:]
        for step in plan.steps {
            guard case .pool(let pooling) = step.operation, pooling.isMaximum, uses[step.inputs[0]] == 1,
                !plan.kept.contains(step.inputs[0]), let index = producers[step.inputs[0]],
                case .convolution(var geometry) = plan.steps[index].operation, geometry.activation == .relu
            else { continue }
            geometry.activation = nil
            plan.steps[index].operation = .convolution(geometry)
            let pooled = newTensor(plan.shapes[step.output])
            replacements[step.output] = [
                Step(operation: step.operation, inputs: step.inputs, output: pooled, node: step.node),
                Step(
                    operation: .elementwise(.relu),
                    inputs: [pooled],
                    output: step.output,
                    node: plan.steps[index].node
                ),
            ]
        }
        replace([], replacements)
    }

    /// Pooling remembers which elements were the largest, so that they need not be kept themselves.
    private mutating func keepChoices() {
        guard isFree(.maxPool) else { return }
        for index in plan.steps.indices {
            guard case .pool(var pooling) = plan.steps[index].operation, pooling.isMaximum else { continue }
            pooling.keepsChoices = true
            plan.steps[index].operation = .pool(pooling)
        }
    }

    private mutating func replace(_ dropped: Set<Operand>, _ replacements: [Operand: [Step]]) {
        guard !replacements.isEmpty else { return }
        plan.steps = plan.steps.flatMap { step in
            dropped.contains(step.output) ? [] : replacements[step.output] ?? [step]
        }
        uses = plan.useCounts
    }
}
#endif
