#if NativeLibraries
extension Model {
    /// Whether the class scores, before a final softmax, are an affine function of an inner tensor while all else stays
    /// the same: then changing the tensor changes them by gradient times change, exactly.
    ///
    /// - Parameters:
    ///   - name: The inner tensor.
    ///   - output: The first output by default.
    ///   - shapes: Of the inputs.
    /// - Throws: ``ModelError`` where the shapes do not fit.
    public func isAffine(in name: String, of output: String? = nil, _ shapes: [String: [Int]]? = nil) async throws
        -> Bool
    {
        let scores = scoreName(of: output)
        let plan = try Engine.lowered(graph, shapes ?? exampleShapes, [scores])
        guard let start = plan.names[name], let end = plan.names[scores] else { return false }
        var reached: Set<Operand> = [start]
        for step in plan.steps where step.output != start && step.inputs.contains(where: reached.contains) {
            reached.insert(step.output)
            if !step.isAffine(in: step.inputs.map(reached.contains)) { return false }
        }
        return reached.contains(end)
    }
}

extension Step {
    /// Whether it is affine in some of its inputs together, the others being fixed.
    fileprivate func isAffine(in varies: [Bool]) -> Bool {
        switch operation {
        case .reshape, .transpose, .slice, .expand, .concatenate, .pad, .take, .interpolate, .channelWindowSum: true
        case .reduce(let kind, _): kind == .sum
        case .pool(let pooling): !pooling.isMaximum
        case .convolution(let geometry): geometry.activation == nil && !(varies[0] && varies[1])
        case .transposedConvolution(let geometry): geometry.activation == nil && !(varies[0] && varies[1])
        case .matrixProduct(let product): product.activation == nil && !(varies[0] && varies[1])
        case .elementwise(.affine), .elementwise(.negate): true
        case .binary(.add), .binary(.subtract): true
        case .binary(.multiply): !(varies[0] && varies[1])
        case .binary(.divide): !varies[1]
        case .select: !varies[0]
        case .elementwise, .binary, .softmax, .logSoftmax, .standardize: false
        }
    }
}
#endif
