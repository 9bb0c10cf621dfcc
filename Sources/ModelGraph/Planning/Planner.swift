#if NativeLibraries
internal import Tensor

/// Makes plans short: constants are computed once, and what oneDNN can do in one go becomes one step.
struct Planner {
    /// What must stay a step of its own.
    struct Constraints: Hashable {
        /// Kinds whose gradient rules are overridden, and so need their own inputs and outputs.
        ///
        /// Constants are merged into weights all the same, and patterns into the functions that they stand for: rules for
        /// convolutions, products and functions mean those whole, so that they do not depend on the exporter.
        var separate: Set<OperationKind> = []
        /// Whether the plan is run backward, so that only activations may be merged whose gradient follows from the output.
        var isReversed = false
        /// The classes whose scores alone are wanted.
        var selection: ClassSelection?
    }

    private var plan: Plan
    private let constraints: Constraints
    private var steps: [Step?]
    private var producers: [Operand: Int] = [:]
    private var uses: [Int]

    private init(_ plan: Plan, _ constraints: Constraints) {
        self.plan = plan
        self.constraints = constraints
        steps = plan.steps
        uses = plan.useCounts
        for (index, step) in plan.steps.enumerated() { producers[step.output] = index }
    }

    /// - Throws: `ModelError` where a constant cannot be computed.
    static func simplified(_ plan: Plan, _ constraints: Constraints, _ executor: Executor) throws -> Plan {
        let planner = try Planner(foldingConstants(plan, executor), constraints)
        return StepOrder.improved(planner.merged(), constraints)
    }

    /// Computes the steps that depend on constants alone.
    private static func foldingConstants(_ plan: Plan, _ executor: Executor) throws -> Plan {
        var constants = Set(plan.constants.keys)
        let fixed = plan.steps.filter { step in
            guard !step.inputs.isEmpty, step.inputs.allSatisfy(constants.contains) else { return false }
            constants.insert(step.output)
            return true
        }
        guard !fixed.isEmpty else { return plan }
        var result = plan
        let outputs = Set(fixed.map(\.output))
        result.steps.removeAll { outputs.contains($0.output) }
        let wanted = Set(result.steps.flatMap(\.inputs)).union(plan.kept).intersection(outputs)
        var part = plan
        (part.steps, part.kept) = (fixed, wanted)
        for (tensor, value) in try executor.run(part, feeds: [:]) {
            result.constants[tensor] = StoredConstant(
                shape: plan.shapes[tensor],
                source: .values(try executor.plain(value).tensor.values),
                key: ConstantCache.foldedPrefix + "\(executor.nextConstant())"
            )
        }
        return result
    }

    private func merged() -> Plan {
        var planner = self
        for index in planner.steps.indices {
            planner.mergePatterns(index)
            planner.mergeIntoProducer(index)
        }
        var result = planner.plan
        result.steps = planner.withoutUnused()
        return result
    }

    private func withoutUnused() -> [Step] {
        var needed = plan.kept
        var result: [Step] = []
        for case let step? in steps.reversed() where needed.contains(step.output) {
            needed.formUnion(step.inputs)
            result.append(step)
        }
        return result.reversed()
    }

    /// The step that computes a tensor which nothing else wants.
    private func onlyProducer(_ tensor: Operand) -> (index: Int, step: Step)? {
        guard uses[tensor] == 1, !plan.kept.contains(tensor), let index = producers[tensor], let step = steps[index]
        else {
            return nil
        }
        return (index, step)
    }

    private func isFree(_ kind: OperationKind) -> Bool { !constraints.separate.contains(kind) }

    // Patterns that exporters write out

    private mutating func mergePatterns(_ index: Int) {
        guard let step = steps[index] else { return }
        switch step.operation {
        case .binary(.multiply): mergeSwish(index, step)
        case .elementwise(.affine(0.5, 0)): mergeGELU(index, step)
        default: break
        }
    }

    /// x · sigmoid(x).
    private mutating func mergeSwish(_ index: Int, _ step: Step) {
        for (x, gate) in [(step.inputs[0], step.inputs[1]), (step.inputs[1], step.inputs[0])] {
            guard let (position, producer) = onlyProducer(gate), producer.operation == .elementwise(.sigmoid),
                producer.inputs[0] == x
            else { continue }
            steps[position] = nil
            uses[x] -= 1
            steps[index] = Step(operation: .elementwise(.swish), inputs: [x], output: step.output, node: step.node)
            return
        }
    }

    /// 0.5 · (x · (1 + erf(x / √2))).
    private mutating func mergeGELU(_ index: Int, _ step: Step) {
        guard let (product, multiply) = onlyProducer(step.inputs[0]), multiply.operation == .binary(.multiply) else {
            return
        }
        for (x, gate) in [(multiply.inputs[0], multiply.inputs[1]), (multiply.inputs[1], multiply.inputs[0])] {
            guard let (shift, shifted) = onlyProducer(gate),
                shifted.operation == .elementwise(.affine(scale: 1, shift: 1)),
                let (error, erf) = onlyProducer(shifted.inputs[0]), erf.operation == .elementwise(.erf),
                let (scale, scaled) = onlyProducer(erf.inputs[0]), scaled.inputs[0] == x,
                case .elementwise(.affine(let factor, 0)) = scaled.operation,
                abs(factor - Float(0.5).squareRoot()) < 1e-6
            else { continue }
            for position in [product, shift, error, scale] { steps[position] = nil }
            uses[x] -= 1
            steps[index] = Step(operation: .elementwise(.gelu), inputs: [x], output: step.output, node: step.node)
            return
        }
    }

    // What follows a convolution or a matrix product

    private mutating func mergeIntoProducer(_ index: Int) {
        guard let step = steps[index] else { return }
        switch step.operation {
        case .elementwise(let function): mergeActivation(index, step, function)
        case .binary(.add): mergeSum(index, step)
        case .binary(.multiply): mergeFactor(index, step)
        default: break
        }
    }

    private mutating func mergeActivation(_ index: Int, _ step: Step, _ function: ElementwiseFunction) {
        guard function.native != nil, isFree(step.operation.kind), !constraints.isReversed || function == .relu,
            let (position, producer) = onlyProducer(step.inputs[0]), isFree(producer.operation.kind)
        else { return }
        switch producer.operation {
        case .convolution(var geometry) where geometry.activation == nil:
            geometry.activation = function
            replace(index, position, .convolution(geometry), producer.inputs)
        case .matrixProduct(var product) where product.activation == nil:
            product.activation = function
            replace(index, position, .matrixProduct(product), producer.inputs)
        default: break
        }
    }

    private mutating func mergeSum(_ index: Int, _ step: Step) {
        // The later of two producers, whose inputs are all there.
        let sides = [(step.inputs[0], step.inputs[1]), (step.inputs[1], step.inputs[0])]
        for (own, other) in sides.sorted(by: { producers[$0.0, default: -1] > producers[$1.0, default: -1] }) {
            guard own != other, let (position, producer) = onlyProducer(own) else { continue }
            if plan.constants[other] != nil {
                if mergeBias(index, position, producer, other) { return }
                continue
            }
            guard isFree(.add), isFree(producer.operation.kind) else { continue }
            guard plan.shapes[own] == plan.shapes[other], plan.shapes[own] == plan.shapes[step.output] else { continue }
            switch producer.operation {
            case .convolution(var geometry) where geometry.activation == nil && !geometry.addsInput:
                geometry.addsInput = true
                replace(index, position, .convolution(geometry), producer.inputs + [other])
                return
            case .matrixProduct(var product) where product.activation == nil && !product.addsInput:
                product.addsInput = true
                replace(index, position, .matrixProduct(product), producer.inputs + [other])
                return
            default: continue
            }
        }
    }

    /// Puts a constant for each channel into the bias.
    private mutating func mergeBias(_ index: Int, _ position: Int, _ producer: Step, _ constant: Operand) -> Bool {
        let output = plan.shapes[producer.output]
        switch producer.operation {
        case .convolution(var geometry):
            guard geometry.activation == nil, !geometry.addsInput, let shift = perChannel(constant, output) else {
                return false
            }
            guard let bias = bias(producer, geometry.hasBias) else { return false }
            let values = shift.indices.map { shift[$0] + (bias.isEmpty ? 0 : bias[$0]) }
            let operand = newConstant([values.count], .values(values), of: producer, "+", index)
            geometry.hasBias = true
            replace(index, position, .convolution(geometry), Array(producer.inputs[..<2]) + [operand])
            return true
        case .matrixProduct(var product):
            guard product.activation == nil, !product.addsInput, !product.hasBias,
                plan.shapes[constant].last == output.last, plan.shapes[constant].dropLast().allSatisfy({ $0 == 1 }),
                steps[index].map({ plan.shapes[$0.output] }) == output
            else { return false }
            product.hasBias = true
            replace(index, position, .matrixProduct(product), producer.inputs + [constant])
            return true
        default: return false
        }
    }

    /// Multiplies a constant for each channel into weights and bias: batch normalization.
    private mutating func mergeFactor(_ index: Int, _ step: Step) {
        for (own, other) in [(step.inputs[0], step.inputs[1]), (step.inputs[1], step.inputs[0])] {
            guard let (position, producer) = onlyProducer(own),
                case .convolution(let geometry) = producer.operation, geometry.activation == nil, !geometry.addsInput,
                let factors = perChannel(other, plan.shapes[own]), let weights = plan.constants[producer.inputs[1]],
                let bias = bias(producer, geometry.hasBias)
            else { continue }
            var inputs = [
                producer.inputs[0],
                newConstant(weights.shape, .scaledRows(weights, factors), of: producer, "*", index),
            ]
            if geometry.hasBias {
                let values = bias.indices.map { bias[$0] * factors[$0] }
                inputs.append(newConstant([values.count], .values(values), of: producer, "* bias", index))
            }
            replace(index, position, .convolution(geometry), inputs)
            return
        }
    }

    /// The numbers of a constant `[C,1,1]` or `[1,C,1,1]` for an output `[N,C,H,W]`.
    private func perChannel(_ operand: Operand, _ output: [Int]) -> [Float]? {
        guard let constant = plan.constants[operand], constant.count == output[1], output.count == 4 else { return nil }
        let shape = [Int](repeating: 1, count: max(0, 4 - constant.shape.count)) + constant.shape
        guard shape == [1, output[1], 1, 1] else { return nil }
        return try? constant.floats()
    }

    /// The bias of a step; empty where it has none, nil where it is no constant.
    private func bias(_ step: Step, _ hasBias: Bool) -> [Float]? {
        guard hasBias else { return [] }
        return plan.constants[step.inputs[2]].flatMap { try? $0.floats() }
    }

    /// - Parameter index: The step that is merged.
    private mutating func newConstant(
        _ shape: [Int],
        _ source: StoredConstant.Source,
        of step: Step,
        _ kind: String,
        _ index: Int
    ) -> Operand {
        let tensor = plan.shapes.count
        plan.shapes.append(shape)
        uses.append(1)
        let base = plan.constants[step.inputs[1]]?.key
        // Steps have other numbers in other plans; the nodes tell what was merged.
        let merged = steps[index].map { "\(kind) node \($0.node)" }
        plan.constants[tensor] = StoredConstant(
            shape: shape,
            source: source,
            key: base.flatMap { base in merged.map { "\(base) of node \(step.node) \($0)" } }
        )
        return tensor
    }

    /// Puts a larger step in the place of the later one of two.
    private mutating func replace(_ index: Int, _ position: Int, _ operation: Operation, _ inputs: [Operand]) {
        guard let step = steps[index], let producer = steps[position] else { return }
        steps[position] = nil
        steps[index] = Step(operation: operation, inputs: inputs, output: step.output, node: producer.node)
    }
}
#endif
