#if NativeLibraries
import COneDNN
import Tensor

/// The id of a tensor of a plan.
typealias Operand = Int

/// Runs the steps of plans on this thread.
///
/// What is compiled and packed is kept for all plans of a model; what is computed lasts as long as it is needed.
final class Executor {
    let pool = BufferPool()
    let operations = OperationCache()
    let convolutions = ConvolutionCache()
    let constants: ConstantCache

    /// Whether convolutions may trade rounding error for speed.
    var allowsWinograd = true

    /// Whether gradients of convolutions may: not where a network is smooth and every digit counts, but where single
    /// decisions of ReLU make more of a difference.
    var allowsWinogradGradients = false

    private(set) var plan = Plan.empty
    private var values: [Activation?] = []
    private var uses: [Int] = []

    init() {
        constants = ConstantCache(pool: pool)
    }

    /// Runs a plan.
    ///
    /// - Parameter feeds: The plan's inputs by tensor.
    /// - Returns: The tensors that the plan keeps, those not computed excepted.
    /// - Throws: `ModelError`.
    func run(_ plan: Plan, feeds: [Operand: Activation]) throws -> [Operand: Activation] {
        self.plan = plan
        values = [Activation?](repeating: nil, count: plan.shapes.count)
        uses = plan.useCounts
        defer {
            values = []
            self.plan = .empty
        }
        for (tensor, activation) in feeds { values[tensor] = activation }
        var index = 0
        while index < plan.steps.count {
            var step = plan.steps[index]
            if let pooling = pooling(behind: index) {
                values[pooling.output] = try poolImages(of: step, pooling)
                // Nothing else reads the convolution's output.
                step = Step(operation: pooling.operation, inputs: step.inputs, output: pooling.output, node: step.node)
                index += 1
            } else {
                values[step.output] = try execute(step)
            }
            index += 1
            for input in step.inputs {
                uses[input] -= 1
                if uses[input] == 0 { values[input] = nil }
            }
            if uses[step.output] == 0 { values[step.output] = nil }
        }
        var kept: [Operand: Activation] = [:]
        for tensor in plan.kept {
            kept[tensor] = try values[tensor] ?? plan.constants[tensor].map(constants.activation)
        }
        return kept
    }

    /// Outputs of a convolution above which they are pooled image by image: so much does not stay in a cache.
    private static let largeCount = 4 << 20

    /// The pooling of a large first convolution's output, where nothing else wants that.
    private func pooling(behind index: Int) -> Step? {
        guard case .convolution(let geometry) = plan.steps[index].operation, !geometry.addsInput,
            index + 1 < plan.steps.count, case .pool(let pooling) = plan.steps[index + 1].operation,
            !pooling.keepsChoices
        else { return nil }
        let (convolution, next) = (plan.steps[index], plan.steps[index + 1])
        let shape = plan.shapes[convolution.output]
        guard geometry.isFirst(plan.shapes[convolution.inputs[0]]), next.inputs == [convolution.output],
            uses[convolution.output] == 1, shape[0] > 1,
            shape[0] == plan.shapes[convolution.inputs[0]][0], shape.reduce(1, *) > Self.largeCount,
            shape[1] % Native.block == 0
        else { return nil }
        return next
    }

    /// Runs a convolution and the pooling of its output image by image, so that what lies between stays in the cache.
    private func poolImages(of convolution: Step, _ pooling: Step) throws -> Activation {
        guard case .convolution(let geometry) = convolution.operation, case .pool(let windows) = pooling.operation
        else { preconditionFailure("Only a convolution that is pooled is run image by image.") }
        let input = try activation(convolution.inputs[0])
        let shape = plan.shapes[pooling.output]
        let output = Activation(shape: shape, layout: .blocked, buffer: pool.buffer(shape.reduce(1, *)))
        let (from, to) = (input.storedCount / shape[0], output.storedCount / shape[0])
        defer { values[convolution.inputs[0]] = input }
        for image in 0..<shape[0] {
            values[convolution.inputs[0]] = Activation(
                shape: [1] + input.shape.dropFirst(),
                layout: input.layout,
                buffer: input.buffer.part(image * from, from)
            )
            let middle = try self.convolution(
                geometry,
                convolution.inputs,
                shape: [1] + plan.shapes[convolution.output].dropFirst()
            )
            let pooled = try laidOut(
                try self.pool(windows, middle, shape: [1] + shape.dropFirst()),
                .blocked
            )
            (output.pointer + image * to).update(from: pooled.pointer, count: to)
        }
        return output
    }

    /// Makes a plan and values of it what kernels ask for, outside of a run.
    func enter(_ plan: Plan, _ values: [Operand: Activation]) {
        self.plan = plan
        self.values = [Activation?](repeating: nil, count: plan.shapes.count)
        for (tensor, value) in values { self.values[tensor] = value }
        // Nothing is at its last use.
        uses = [Int](repeating: 2, count: plan.shapes.count)
    }

    /// Ends what ``enter(_:_:)`` began.
    func leave() {
        values = []
        plan = .empty
    }

    private var constantCount = 0

    /// A number that no constant has had.
    func nextConstant() -> Int {
        constantCount += 1
        return constantCount
    }

    /// A tensor's numbers in the pool's memory.
    func activation(of tensor: Tensor) -> Activation {
        let activation = allocate(tensor.shape)
        let target = activation.pointer
        tensor.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            nonisolated(unsafe) let source = base
            Native.parallel(values.count, grain: 65536) { range in
                (target + range.lowerBound).update(from: source + range.lowerBound, count: range.count)
            }
        }
        return activation
    }

    /// Adds two gradients of one tensor.
    func sum(_ a: Activation, _ b: Activation) throws -> Activation {
        try binary(.add, a, try gradient(b, laidOutAs: a), shape: a.shape)
    }

    /// Adds one gradient of a tensor to another in its memory, which nothing else refers to.
    func add(_ part: Activation, to sum: Activation) throws {
        let other = try gradient(part, laidOutAs: sum)
        let (x, y) = (sum.pointer, other.pointer)
        Native.parallel(sum.storedCount, grain: 16384) { range in for index in range { x[index] += y[index] } }
        withExtendedLifetime(other) {}
    }

    func execute(_ step: Step) throws -> Activation {
        let shape = plan.shapes[step.output]
        func input(_ index: Int) throws -> Activation { try activation(step.inputs[index]) }
        switch step.operation {
        case .convolution(let geometry): return try convolution(geometry, step.inputs, shape: shape)
        case .transposedConvolution(let geometry):
            return try convolutionGradient(geometry, weights: step.inputs[1], try input(0), shape: shape)
        case .matrixProduct(let product): return try matrixProduct(product, step.inputs, shape: shape)
        case .elementwise(let function): return try elementwise(function, try input(0))
        case .binary(let function): return try binary(function, try input(0), try input(1), shape: shape)
        case .select: return try select(try input(0), try input(1), try input(2), shape: shape)
        case .reshape: return try plain(try input(0)).reshaped(shape)
        case .transpose(let axes): return try transpose(try input(0), axes: axes)
        case .slice(let starts, let steps):
            return try slice(try input(0), starts: starts, steps: steps, shape: shape)
        case .expand: return try expand(try input(0), to: shape)
        case .concatenate(let axis):
            return try concatenate(try step.inputs.map { try activation($0) }, axis: axis, shape: shape)
        case .pad(let before, let value): return try pad(try input(0), before: before, value: value, shape: shape)
        case .take(let axis, let indices): return try take(try input(0), axis: axis, indices: indices, shape: shape)
        case .interpolate(let axis, let taps): return try interpolate(try input(0), axis: axis, taps, shape: shape)
        case .reduce(let kind, let axes): return try reduce(kind, try input(0), axes: axes)
        case .pool(let pooling): return try pool(pooling, try input(0), shape: shape)
        case .softmax: return try softmax(try input(0))
        case .logSoftmax: return try logSoftmax(try input(0))
        case .standardize(let epsilon): return try standardize(try input(0), epsilon: epsilon)
        case .channelWindowSum(let size): return try channelWindowSum(try input(0), size: size)
        }
    }

    // What kernels ask for

    func shape(_ operand: Operand) -> [Int] { plan.shapes[operand] }

    /// Whether an operand is a constant.
    func isStored(_ operand: Operand) -> Bool { plan.constants[operand] != nil }

    /// The value of an operand, in the layout in which it is.
    func activation(_ operand: Operand) throws -> Activation {
        if let value = values[operand] { return value }
        guard let constant = plan.constants[operand] else {
            throw ModelError(.invalidGraph, "A tensor is used before it is computed.")
        }
        return try constants.activation(constant)
    }

    /// Weights in a layout that a convolution chose.
    func packed(_ operand: Operand, _ layout: NativeLayout, groups: Int) throws -> Activation {
        let shape = plan.shapes[operand]
        let extents = groups == 1 ? shape : [groups, shape[0] / groups] + shape[1...]
        return try packed(operand, layout, extents, nil)
    }

    /// A matrix in a layout that a product chose; `transposed` where it is stored `[N,K]`.
    func packed(_ operand: Operand, _ layout: NativeLayout, transposed: Bool) throws -> Activation {
        let shape = plan.shapes[operand]
        return try packed(
            operand,
            layout,
            transposed ? [shape[1], shape[0]] : shape,
            transposed ? [1, shape[1]] : nil
        )
    }

    private func packed(_ operand: Operand, _ layout: NativeLayout, _ extents: [Int], _ strides: [Int]?) throws
        -> Activation
    {
        if let constant = plan.constants[operand] {
            return try constants.packed(constant, layout, as: extents, strides: strides)
        }
        let value = try plain(try activation(operand))
        let from = try strides.map { try NativeLayout(extents, strides: $0) } ?? NativeLayout(extents, .plain)
        guard !from.isEqual(to: layout) else { return value }
        let result = Activation(shape: [layout.count], layout: .plain, buffer: pool.buffer(layout.count))
        let reorder = try NativeOperation("reorder", arguments: [(DNNL_ARG_FROM, from), (DNNL_ARG_TO, layout)]) {
            dn_reorder(&$0, Native.engine, from.handle, layout.handle)
        }
        try reorder.run([value.pointer, result.pointer], pool)
        return result
    }

    /// Whether an operand's memory may be overwritten by the step that reads it.
    func isLastUse(_ operand: Operand) -> Bool {
        values[operand] != nil && uses[operand] == 1 && !plan.isShared(operand)
    }

    /// A value that may be overwritten: the operand's own memory at its last use, else a copy.
    func owned(_ operand: Operand, _ layout: Layout) throws -> Activation {
        let value = try activation(operand)
        if value.layout == layout, isLastUse(operand) {
            values[operand] = nil
            var buffer = value.buffer
            _ = consume value
            if isKnownUniquelyReferenced(&buffer) {
                return Activation(shape: plan.shapes[operand], layout: layout, buffer: buffer)
            }
            return try copy(Activation(shape: plan.shapes[operand], layout: layout, buffer: buffer))
        }
        let converted = try laidOut(value, layout)
        return value.layout == layout ? try copy(converted) : converted
    }

    private func copy(_ activation: Activation) throws -> Activation {
        let output = Activation(
            shape: activation.shape,
            layout: activation.layout,
            buffer: pool.buffer(activation.storedCount)
        )
        let (from, to) = (activation.pointer, output.pointer)
        Native.parallel(activation.storedCount, grain: 65536) { range in
            (to + range.lowerBound).update(from: from + range.lowerBound, count: range.count)
        }
        return output
    }

    func allocate(_ shape: [Int]) -> Activation {
        Activation(shape: shape, layout: .plain, buffer: pool.buffer(shape.reduce(1, *)))
    }

    func zeros(_ shape: [Int]) -> Activation {
        let activation = allocate(shape)
        let pointer = activation.pointer
        Native.parallel(activation.count, grain: 65536) { range in
            (pointer + range.lowerBound).update(repeating: 0, count: range.count)
        }
        return activation
    }

    func plain(_ activation: Activation) throws -> Activation { try laidOut(activation, .plain) }

    /// The same values in another layout.
    ///
    /// - Precondition: The activation is `[N,C,H,W]` where either layout is not plain.
    func laidOut(_ activation: Activation, _ layout: Layout) throws -> Activation {
        guard activation.layout != layout else { return activation }
        let shape = activation.shape
        let output = Activation(
            shape: shape,
            layout: layout,
            buffer: pool.buffer(Activation.storedCount(shape, layout))
        )
        guard output.count > 0 else { return output }
        let operation = try operations.named(.reorder(shape, activation.layout, layout)) {
            let (from, to) = (try NativeLayout(shape, activation.layout), try NativeLayout(shape, layout))
            return try NativeOperation("reorder", arguments: [(DNNL_ARG_FROM, from), (DNNL_ARG_TO, to)]) {
                dn_reorder(&$0, Native.engine, from.handle, to.handle)
            }
        }
        try operation.run([activation.pointer, output.pointer], pool)
        return output
    }

    /// A gradient in the layout of the value that it belongs to, so that both are walked side by side.
    func gradient(_ gradient: Activation, laidOutAs guide: Activation) throws -> Activation {
        guard gradient.layout != guide.layout else { return gradient }
        return try laidOut(gradient, guide.layout)
    }
}
#endif
