#if NativeLibraries
internal import Tensor

extension Engine {
    /// The gradient of a class score by the input, and that by every constant that is added on the way, times the
    /// constant.
    ///
    /// ReLU, the one activation that is merged on the way back, stays a step of its own, so that gradients arrive
    /// before it; batch normalization is merged into the convolution before it, as it is where networks are run.
    func biasGradients(
        _ inputs: [String: Tensor],
        of source: String,
        with input: String,
        selecting selection: ClassSelection
    ) throws -> (score: Float, gradient: Tensor, parts: [Model.BiasPart]) {
        executor.allowsWinograd = false
        let constraints = Planner.Constraints(separate: [.relu], isReversed: true, selection: selection)
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
            return Model.BiasPart(
                node: plan.nodeNames[step.node] ?? "",
                sum: Self.sum(values, gradient),
                terms: Self.isByChannel(values.shape, gradient.shape) ? Self.terms(values, gradient) : nil
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

    /// A number for each channel times `[N,C,H,W]`.
    private static func terms(_ constant: Tensor, _ gradient: Tensor) -> Tensor {
        let (channels, plane) = (gradient.shape[1], gradient.shape[2] * gradient.shape[3])
        var values = gradient.values
        for index in values.indices { values[index] *= constant.values[index / plane % channels] }
        return Tensor(shape: gradient.shape, values: values)
    }

    /// The sum of a constant, broadcast as NumPy does, times a gradient.
    private static func sum(_ constant: Tensor, _ gradient: Tensor) -> Double {
        let shape = gradient.shape
        let extents = [Int](repeating: 1, count: shape.count - constant.shape.count) + constant.shape
        var strides = [Int](repeating: 0, count: shape.count)
        var step = 1
        for axis in stride(from: shape.count - 1, through: 0, by: -1) {
            strides[axis] = extents[axis] == 1 ? 0 : step
            step *= extents[axis]
        }
        var position = [Int](repeating: 0, count: shape.count)
        var (offset, sum) = (0, 0.0)
        // What masks attention may be infinite, and has no gradient there.
        for slope in gradient.values {
            if slope != 0 { sum += Double(slope) * Double(constant.values[offset]) }
            for axis in stride(from: shape.count - 1, through: 0, by: -1) {
                position[axis] += 1
                offset += strides[axis]
                if position[axis] < shape[axis] { break }
                offset -= strides[axis] * shape[axis]
                position[axis] = 0
            }
        }
        return sum
    }
}
#endif
