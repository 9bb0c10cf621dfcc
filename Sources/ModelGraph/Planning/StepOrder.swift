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
        order.takeEarlier()
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

    private var producers: [Operand: Step] {
        Dictionary(uniqueKeysWithValues: plan.steps.map { ($0.output, $0) })
    }

    /// The step that computes a tensor which nothing else wants.
    private func onlyProducer(_ tensor: Operand, _ producers: [Operand: Step]) -> Step? {
        uses[tensor] == 1 && !plan.kept.contains(tensor) ? producers[tensor] : nil
    }

    /// The elements of an axis of a constant at some indices.
    private mutating func taken(_ operand: Operand, axis: Int, _ indices: [Int]) -> Operand {
        var shape = plan.shapes[operand]
        shape[axis] = indices.count
        let result = newTensor(shape)
        plan.constants[result] = plan.constants[operand].map { base in
            StoredConstant(
                shape: shape,
                source: .taken(base, axis: axis, indices: indices),
                key: base.key.map { "\($0), \(indices) of axis \(axis)" }
            )
        }
        return result
    }

    private mutating func newTensor(_ shape: [Int]) -> Operand {
        plan.shapes.append(shape)
        uses.append(1)
        return plan.shapes.count - 1
    }

    /// Where some channels alone are wanted, such as the scores of some classes, the others are not computed.
    private mutating func takeEarlier() {
        guard isFree(.take, .convolution, .matrixProduct) else { return }
        let producers = producers
        for step in plan.steps {
            guard case .take(axis: 1, let indices) = step.operation else { continue }
            var passed: [Step] = []
            var tensor = step.inputs[0]
            while let producer = onlyProducer(tensor, producers), keepsChannels(producer) {
                passed.append(producer)
                tensor = producer.inputs[0]
            }
            guard let source = onlyProducer(tensor, producers), let inputs = taken(indices, of: source) else {
                continue
            }
            // The steps from the source on, for the wanted channels.
            var steps: [Step] = []
            var last: Operand?
            for old in [source] + passed.reversed() {
                var shape = plan.shapes[old.output]
                shape[1] = indices.count
                let output = old.output == step.inputs[0] ? step.output : newTensor(shape)
                let own = last.map { [$0] } ?? inputs
                steps.append(Step(operation: old.operation, inputs: own, output: output, node: old.node))
                last = output
            }
            replace(Set([source.output] + passed.map(\.output)), [step.output: steps])
        }
    }

    /// Whether a step makes each channel of one channel.
    private func keepsChannels(_ step: Step) -> Bool {
        let (from, to) = (plan.shapes[step.inputs[0]], plan.shapes[step.output])
        switch step.operation {
        case .elementwise: return true
        case .pool: return true
        case .reduce(_, let axes): return axes.lowerBound >= 2
        case .reshape: return from.count >= 2 && to.count >= 2 && from[..<2] == to[..<2]
        default: return false
        }
    }

    /// The inputs with which a step computes some of its channels; nil where it cannot.
    private mutating func taken(_ indices: [Int], of step: Step) -> [Operand]? {
        guard step.inputs.count > 1, step.inputs.dropFirst().allSatisfy({ plan.constants[$0] != nil }) else {
            return nil
        }
        let weights = step.inputs[1]
        let axis: Int
        switch step.operation {
        case .convolution(let geometry) where geometry.groups == 1 && !geometry.addsInput: axis = 0
        case .matrixProduct(let product)
        where !product.addsInput && plan.shapes[step.output].count == 2 && plan.shapes[weights].count == 2:
            axis = product.transposesSecond ? 0 : 1
        default: return nil
        }
        let bias = step.inputs.dropFirst(2).map { taken($0, axis: plan.shapes[$0].count - 1, indices) }
        return [step.inputs[0], taken(weights, axis: axis, indices)] + bias
    }

    /// A convolution of joined arrays is the sum of the convolutions of each, so that nothing is joined.
    ///
    /// Pooling in between pools each. It pays where the sum is much smaller than what would be joined, as in SqueezeNet.
    private mutating func convolveParts() {
        guard isFree(.concatenate, .convolution, .maxPool, .averagePool) else { return }
        let producers = producers
        var dropped: Set<Operand> = []
        var replacements: [Operand: [Step]] = [:]
        for step in plan.steps {
            guard case .convolution(let geometry) = step.operation, geometry.groups == 1, !geometry.addsInput,
                plan.constants[step.inputs[1]] != nil, var source = onlyProducer(step.inputs[0], producers)
            else { continue }
            var pooling: Step?
            if case .pool = source.operation, let joined = onlyProducer(source.inputs[0], producers) {
                (pooling, source) = (source, joined)
            }
            let output = plan.shapes[step.output]
            guard case .concatenate(axis: 1) = source.operation, 2 * output[1] <= plan.shapes[step.inputs[1]][1],
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
                let own = taken(step.inputs[1], axis: 1, Array(channels))
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
        let positions = Dictionary(uniqueKeysWithValues: plan.steps.enumerated().map { ($1.output, $0) })
        var replacements: [Operand: [Step]] = [:]
        for step in plan.steps {
            guard case .pool(let pooling) = step.operation, pooling.isMaximum, uses[step.inputs[0]] == 1,
                !plan.kept.contains(step.inputs[0]), let index = positions[step.inputs[0]],
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
