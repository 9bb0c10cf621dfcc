#if NativeLibraries
/// The gradient rules: one for each kind of operation.
enum GradientRules {
    /// The rule of an operation.
    static func rule(_ operation: Operation) -> GradientRule {
        switch operation {
        case .convolution(let geometry): convolution(geometry)
        case .transposedConvolution(let geometry): transposedConvolution(geometry)
        case .matrixProduct(let product): matrixProduct(product)
        case .elementwise(.relu):
            GradientRule(usesOutput: true) { step, g in
                [
                    try step.executor.elementwiseGradient(
                        .relu,
                        input: nil,
                        output: try step.output(),
                        g,
                        isOwned: step.ownsGradient
                    )
                ]
            }
        case .elementwise(let function):
            GradientRule(inputs: .all, usesOutput: function != .gelu) { step, g in
                let output = function == .gelu ? nil : try step.output()
                return [
                    try step.executor.elementwiseGradient(
                        function,
                        input: try step.input(0),
                        output: output,
                        g,
                        isOwned: step.ownsGradient
                    )
                ]
            }
        case .binary(let function): binary(function)
        case .select:
            GradientRule(inputs: .first) { step, g in
                let condition = try step.input(0)
                let zero = step.executor.zeros([])
                func part(_ index: Int, _ a: Activation, _ b: Activation) throws -> Activation? {
                    guard step.wants[index] else { return nil }
                    let full = try step.executor.select(condition, a, b, shape: step.outputShape)
                    return try step.executor.sum(full, to: step.shape(index))
                }
                return [nil, try part(1, g, zero), try part(2, zero, g)]
            }
        case .reshape: GradientRule { step, g in [try step.executor.plain(g).reshaped(step.shape(0))] }
        case .transpose(let axes):
            GradientRule { step, g in
                var inverse = axes
                for (index, axis) in axes.enumerated() { inverse[axis] = index }
                return [try step.executor.transpose(g, axes: inverse)]
            }
        case .slice(let starts, let steps):
            GradientRule { step, g in
                [try step.executor.unslice(g, starts: starts, steps: steps, shape: step.shape(0))]
            }
        case .expand: GradientRule { step, g in [try step.executor.sum(try step.executor.plain(g), to: step.shape(0))] }
        case .concatenate(let axis):
            GradientRule { step, g in
                var start = 0
                return try step.step.inputs.indices.map { index in
                    let shape = step.shape(index)
                    defer { start += shape[axis] }
                    guard step.wants[index] else { return nil }
                    var starts = shape.map { _ in 0 }
                    starts[axis] = start
                    return try step.executor.slice(g, starts: starts, steps: shape.map { _ in 1 }, shape: shape)
                }
            }
        case .pad(let before, _):
            GradientRule { step, g in
                // Padding with the opposite widths cuts the gradient to the input, and fills up what was cut off.
                [try step.executor.pad(g, before: before.map { -$0 }, value: 0, shape: step.shape(0))]
            }
        case .take(let axis, let indices):
            GradientRule { step, g in
                [try step.executor.scatter(g, axis: axis, indices: indices, shape: step.shape(0))]
            }
        case .interpolate(let axis, let taps):
            GradientRule { step, g in
                [try step.executor.interpolateGradient(g, axis: axis, taps, shape: step.shape(0))]
            }
        case .reduce(let kind, let axes): reduction(kind, axes)
        case .pool(let pooling):
            GradientRule(usesOutput: pooling.isMaximum) { step, g in
                let choices = pooling.isMaximum ? try step.output().choices : nil
                return [try step.executor.poolGradient(pooling, choices: choices, g, shape: step.shape(0))]
            }
        case .softmax:
            GradientRule(usesOutput: true) { step, g in
                [try step.executor.softmaxGradient(output: try step.output(), g, isLogarithm: false)]
            }
        case .logSoftmax:
            GradientRule(usesOutput: true) { step, g in
                [try step.executor.softmaxGradient(output: try step.output(), g, isLogarithm: true)]
            }
        case .standardize(let epsilon):
            GradientRule(inputs: .all) { step, g in
                [try step.executor.standardizeGradient(input: try step.input(0), g, epsilon: epsilon)]
            }
        case .channelWindowSum(let size):
            GradientRule { step, g in [try step.executor.channelWindowSum(g, size: size, isGradient: true)] }
        }
    }

    private static func convolution(_ geometry: Convolution) -> GradientRule {
        GradientRule(usesOutput: geometry.activation != nil) { step, g in
            var g = g
            if let activation = geometry.activation {
                g = try step.executor.elementwiseGradient(
                    activation,
                    input: nil,
                    output: try step.output(),
                    g,
                    isOwned: step.ownsGradient
                )
            }
            guard !step.wants[1], !geometry.hasBias || !step.wants[2] else { throw Self.weights() }
            var result = [Activation?](repeating: nil, count: step.step.inputs.count)
            if step.wants[0] {
                result[0] = try step.executor.convolutionGradient(
                    geometry,
                    weights: step.step.inputs[1],
                    g,
                    shape: step.shape(0)
                )
            }
            if geometry.addsInput { result[result.count - 1] = g }
            return result
        }
    }

    private static func transposedConvolution(_ geometry: Convolution) -> GradientRule {
        GradientRule { step, g in
            guard !step.wants[1] else { throw Self.weights() }
            let inputs = [step.step.output, step.step.inputs[1]]
            return [try step.executor.convolution(geometry, of: g, weights: inputs[1], shape: step.shape(0)), nil]
        }
    }

    private static func weights() -> ModelError {
        ModelError(
            .notDifferentiable,
            "The weights of a convolution depend on the picture; gradients flow only through its input."
        )
    }

    private static func matrixProduct(_ product: MatrixProduct) -> GradientRule {
        GradientRule(inputs: .all, usesOutput: product.activation != nil) { step, g in
            let executor = step.executor
            var g = g
            if let activation = product.activation {
                g = try executor.elementwiseGradient(
                    activation,
                    input: nil,
                    output: try step.output(),
                    g,
                    isOwned: step.ownsGradient
                )
            }
            var result = [Activation?](repeating: nil, count: step.step.inputs.count)
            if step.wants[0] {
                let full = try executor.firstFactorGradient(product, g, step.step.inputs[1], shape: step.shape(0))
                result[0] = try executor.sum(full, to: step.shape(0))
            }
            if step.wants[1] {
                let a = try step.input(0)
                let full =
                    product.transposesSecond
                    ? try executor.product(g, transposed: true, a, transposed: product.transposesFirst)
                    : try executor.product(a, transposed: !product.transposesFirst, g, transposed: false)
                result[1] = try executor.sum(full, to: step.shape(1))
            }
            if product.hasBias, step.wants[2] { result[2] = try executor.sum(executor.plain(g), to: step.shape(2)) }
            if product.addsInput { result[result.count - 1] = g }
            return result
        }
    }

    private static func binary(_ function: BinaryFunction) -> GradientRule {
        switch function {
        case .add: GradientRule { step, g in try step.spread(g, g) }
        case .subtract:
            GradientRule { step, g in
                try step.spread(g, step.wants[1] ? try step.executor.elementwise(.negate, g) : g)
            }
        case .multiply:
            GradientRule(inputs: .all) { step, g in
                try step.spread(
                    step.wants[0] ? try step.combine(.multiply, g, try step.input(1)) : g,
                    step.wants[1] ? try step.combine(.multiply, g, try step.input(0)) : g
                )
            }
        case .divide:
            GradientRule(inputs: .all, usesOutput: true) { step, g in
                let first = try step.combine(.divide, g, try step.input(1))
                guard step.wants[1] else { return try step.spread(first, first) }
                let second = try step.combine(.multiply, first, try step.output())
                return try step.spread(first, try step.executor.elementwise(.negate, second))
            }
        default:
            GradientRule(inputs: .all, usesOutput: true) { step, g in
                let (a, b, y) = (try step.input(0), try step.input(1), try step.output())
                return try step.spread(
                    try step.executor.binaryGradient(function, a, b, y, g, ofFirst: true),
                    try step.executor.binaryGradient(function, a, b, y, g, ofFirst: false)
                )
            }
        }
    }

    private static func reduction(_ kind: ReductionKind, _ axes: Range<Int>) -> GradientRule {
        func kept(_ step: ReverseStep, _ x: Activation) throws -> Activation {
            let shape = step.shape(0).enumerated().map { axes.contains($0.offset) ? 1 : $0.element }
            return try step.executor.plain(x).reshaped(shape)
        }
        if kind == .sum {
            return GradientRule { step, g in [try step.executor.expand(try kept(step, g), to: step.shape(0))] }
        }
        if kind == .product {
            return GradientRule(inputs: .all) { step, g in
                [try step.executor.productGradient(try step.input(0), g, axes: axes)]
            }
        }
        return GradientRule(inputs: .all, usesOutput: true) { step, g in
            let x = try step.input(0)
            let (y, g) = (try kept(step, try step.output()), try kept(step, g))
            // In equal parts to all that share the extremum.
            let isExtreme = try step.executor.plain(try step.executor.binary(.equal, x, y, shape: step.shape(0)))
            let count = try kept(step, try step.executor.reduce(.sum, isExtreme, axes: axes))
            let share = try step.executor.binary(.divide, g, count, shape: count.shape)
            return [try step.executor.binary(.multiply, isExtreme, share, shape: step.shape(0))]
        }
    }
}

extension ReverseStep {
    /// Sums gradients of broadcast inputs to the inputs' shapes.
    fileprivate func spread(_ a: Activation, _ b: Activation) throws -> [Activation?] {
        func part(_ index: Int, _ gradient: Activation) throws -> Activation? {
            guard wants[index] else { return nil }
            guard gradient.shape != shape(index) else { return gradient }
            return try executor.sum(executor.plain(gradient), to: shape(index))
        }
        return [try part(0, a), try part(1, b)]
    }

    fileprivate func combine(_ function: BinaryFunction, _ g: Activation, _ other: Activation) throws -> Activation {
        try executor.binary(function, g, other, shape: outputShape)
    }
}
#endif
