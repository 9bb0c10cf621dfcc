#if NativeLibraries
import COneDNN

extension Executor {
    func matrixProduct(_ product: MatrixProduct, _ inputs: [Operand], shape: [Int]) throws -> Activation {
        let a = try plain(try activation(inputs[0]))
        let weightShape = self.shape(inputs[1])
        // Leading axes are rows too where the second factor is a constant matrix, which is then packed once.
        let isPacked = isStored(inputs[1]) && weightShape.count == 2 && !product.transposesFirst
        let first = isPacked ? [a.count / max(1, a.shape[a.shape.count - 1]), a.shape[a.shape.count - 1]] : a.shape
        let rank = max(first.count, weightShape.count)
        let (x, w) = (Self.extended(first, rank), Self.extended(weightShape, rank))
        let output: Activation
        if product.addsInput {
            output = try owned(inputs[product.hasBias ? 3 : 2], .plain)
        } else {
            output = allocate(shape)
        }
        guard output.count > 0 else { return output }
        let operation = try operations.named(.matrixProduct(product, x, w, packed: isPacked)) {
            try Self.compile(product, x, w, isPacked)
        }
        var memory = [a.pointer]
        var weights: Activation?
        if isPacked {
            weights = try packed(
                inputs[1],
                try operation.layout(of: DNNL_ARG_WEIGHTS),
                transposed: product.transposesSecond
            )
        } else {
            weights = try plain(try activation(inputs[1]))
        }
        if let weights { memory.append(weights.pointer) }
        let bias = product.hasBias ? try activation(inputs[2]) : nil
        if let bias { memory.append(bias.pointer) }
        memory.append(output.pointer)
        try operation.run(memory, pool)
        withExtendedLifetime((a, weights, bias)) {}
        let isActivated = product.activation?.native != nil
        guard let activation = product.activation, !isActivated else { return output }
        return try elementwise(activation, output)
    }

    /// A product of two activations, for gradients: `[…,M,K]` and `[…,K,N]`, each as stored or transposed.
    func product(
        _ a: Activation,
        transposed transposesFirst: Bool,
        _ b: Activation,
        transposed transposesSecond: Bool
    ) throws -> Activation {
        let (a, b) = (try plain(a), try plain(b))
        let rank = max(a.shape.count, b.shape.count)
        let (x, w) = (Self.extended(a.shape, rank), Self.extended(b.shape, rank))
        let product = MatrixProduct(transposesFirst: transposesFirst, transposesSecond: transposesSecond)
        let output = allocate(Self.shape(of: product, x, w))
        guard output.count > 0 else { return output }
        let operation = try operations.named(.matrixProduct(product, x, w, packed: false)) {
            try Self.compile(product, x, w, false)
        }
        try operation.run([a.pointer, b.pointer, output.pointer], pool)
        return output
    }

    /// The shape of a product.
    static func shape(of product: MatrixProduct, _ a: [Int], _ b: [Int]) -> [Int] {
        let rows = product.transposesFirst ? a[a.count - 1] : a[a.count - 2]
        let columns = product.transposesSecond ? b[b.count - 2] : b[b.count - 1]
        let batch = Strides.broadcast(Array(a.dropLast(2)), Array(b.dropLast(2))) ?? []
        return batch + [rows, columns]
    }

    private static func extended(_ shape: [Int], _ rank: Int) -> [Int] {
        [Int](repeating: 1, count: rank - shape.count) + shape
    }

    static func compile(_ product: MatrixProduct, _ a: [Int], _ b: [Int], _ isPacked: Bool) throws -> NativeOperation {
        let shape = shape(of: product, a, b)
        let first = try factor(a, product.transposesFirst)
        let second =
            isPacked
            ? try NativeLayout(product.transposesSecond ? [b[1], b[0]] : b, dnnl_format_tag_any)
            : try factor(b, product.transposesSecond)
        let output = try NativeLayout(shape, .plain)
        let biasShape = [Int](repeating: 1, count: shape.count - 1) + [shape[shape.count - 1]]
        let bias = product.hasBias ? try NativeLayout(biasShape, .plain) : nil
        var postOps: [dn_post_op] = []
        if product.addsInput { postOps.append(.sum) }
        if let native = product.activation?.native {
            postOps.append(.activation(native.algorithm, native.alpha, native.beta))
        }
        var arguments: [(argument: Int32, layout: NativeLayout?)] = [
            (DNNL_ARG_SRC, first), (DNNL_ARG_WEIGHTS, isPacked ? nil : second),
        ]
        if let bias { arguments.append((DNNL_ARG_BIAS, bias)) }
        arguments.append((DNNL_ARG_DST, output))
        return try NativeOperation("matrix product", arguments: arguments) {
            dn_matrix_product(
                &$0,
                Native.engine,
                first.handle,
                second.handle,
                bias?.handle,
                output.handle,
                postOps,
                Int32(postOps.count)
            )
        }
    }

    private static func factor(_ shape: [Int], _ isTransposed: Bool) throws -> NativeLayout {
        guard isTransposed else { return try NativeLayout(shape, .plain) }
        var (extents, strides) = (shape, Strides.contiguous(shape))
        extents.swapAt(extents.count - 1, extents.count - 2)
        strides.swapAt(strides.count - 1, strides.count - 2)
        return try NativeLayout(extents, strides: strides)
    }
}
#endif
