#if NativeLibraries
internal import Tensor

extension Engine {
    /// The gradient of a class score by the input, and that by every constant that is added on the way, times the
    /// constant.
    ///
    /// Activations stay steps of their own, so that gradients arrive before them; batch normalization is merged into
    /// the convolution before it, as it is where networks are run.
    func biasGradients(
        _ inputs: [String: Tensor],
        of source: String,
        with input: String,
        selecting selection: ClassSelection
    ) throws -> (score: Float, gradient: Tensor, parts: [Model.BiasPart]) {
        executor.allowsWinograd = false
        let constraints = Planner.Constraints(
            separate: [.relu, .elementwise],
            isReversed: true,
            selection: selection
        )
        var plan = try plan(inputs.mapValues(\.shape), [source], constraints)
        guard let start = plan.names[source], let end = plan.names[input] else { throw unknown(source) }
        let added = try plan.steps.compactMap { step in
            try addend(of: step, plan).map { (step: step, values: $0) }
        }
        let targets = Set(added.map(\.step.output) + [end])
        let pass = ReversePass(plan, from: start, to: targets, overrides: [:])
        plan.kept.formUnion(pass.savedValues)
        let feeds = feeds(plan, inputs)
        var kept = try executor.run(plan, feeds: feeds)
        let fetched = try tensors([source], plan, kept)
        try checkFinite(fetched, inputs)
        guard let scores = fetched[source], let score = scores.values.first else { throw unknown(source) }
        kept.merge(feeds) { own, _ in own }
        let seed = Tensor(shape: scores.shape, values: scores.values.map { _ in 1 })
        let gradients = try pass.run(executor, values: kept, seed: executor.activation(of: seed))
        let parts = try added.compactMap { step, values -> Model.BiasPart? in
            guard let gradient = try gradients[step.output].map({ try executor.plain($0).tensor }) else { return nil }
            let products = zip(Self.broadcast(values, to: gradient.shape), gradient.values).map { $0 * $1 }
            return Model.BiasPart(
                node: plan.nodeNames[step.node] ?? "",
                product: Tensor(shape: gradient.shape, values: products),
                isByChannel: Self.isByChannel(values.shape, gradient.shape)
            )
        }
        guard let gradient = try gradients[end].map({ try executor.plain($0).tensor }) else {
            throw ModelError(.notDifferentiable, "\(source) does not depend on \(input).")
        }
        return (score, gradient, parts)
    }

    /// The constant that a step adds to what it computes of its other inputs, broadcast as NumPy does; nil for none.
    private func addend(of step: Step, _ plan: Plan) throws -> Tensor? {
        func constant(_ operand: Operand, _ shape: [Int]? = nil, sign: Float = 1) throws -> Tensor? {
            guard let stored = plan.constants[operand] else { return nil }
            return Tensor(shape: shape ?? stored.shape, values: try stored.floats().map { sign * $0 })
        }
        switch step.operation {
        case .convolution(let geometry) where geometry.hasBias,
            .transposedConvolution(let geometry) where geometry.hasBias:
            let channels = plan.shapes[step.output][1]
            return try constant(step.inputs[2], [channels, 1, 1])
        case .matrixProduct(let product) where product.hasBias: return try constant(step.inputs[2])
        case .binary(.add): return try constant(step.inputs[0]) ?? constant(step.inputs[1])
        case .binary(.subtract): return try constant(step.inputs[0]) ?? constant(step.inputs[1], sign: -1)
        case .elementwise(.affine(_, let shift)) where shift != 0: return Tensor(shape: [], values: [shift])
        default: return nil
        }
    }

    /// Whether a constant has a number for each of the channels of `[N,C,H,W]` and none by position.
    private static func isByChannel(_ shape: [Int], _ output: [Int]) -> Bool {
        guard output.count == 4, shape.count >= 3 else { return false }
        return [Int](repeating: 1, count: 4 - shape.count) + shape == [1, output[1], 1, 1]
    }

    private static func broadcast(_ tensor: Tensor, to shape: [Int]) -> [Float] {
        let extents = [Int](repeating: 1, count: shape.count - tensor.shape.count) + tensor.shape
        var values = tensor.values
        var inner = 1
        // From the last axis outward, each of extent 1 is repeated.
        for axis in stride(from: shape.count - 1, through: 0, by: -1) {
            if extents[axis] == 1, shape[axis] > 1 {
                values = stride(from: 0, to: values.count, by: inner).flatMap { start in
                    repeatElement(values[start..<start + inner], count: shape[axis]).joined()
                }
            }
            inner *= shape[axis]
        }
        return values
    }
}
#endif
