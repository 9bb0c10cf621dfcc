#if NativeLibraries
import COneDNN

/// Windows over `[N,C,H,W]`, in blocks of channels.
extension Executor {
    func pool(_ pooling: Pooling, _ input: Activation, shape: [Int]) throws -> Activation {
        let input = try laidOut(input, .blocked)
        var output = blocked(shape)
        let operation = try operations.named(.pool(pooling, input.shape, shape)) {
            try Self.compile(pooling, input.shape, shape)
        }
        if pooling.keepsChoices {
            let choices = pool.buffer(try operation.layout(of: DNNL_ARG_WORKSPACE).count)
            try operation.run([input.pointer, output.pointer, choices.pointer], pool)
            output.choices = choices
        } else {
            try operation.run([input.pointer, output.pointer], pool)
        }
        return output
    }

    /// The gradient goes to the first largest element of a window, or in equal parts to all that an average counts.
    ///
    /// - Parameter choices: What the way forward kept for a maximum.
    func poolGradient(_ pooling: Pooling, choices: Buffer?, _ gradient: Activation, shape: [Int]) throws -> Activation {
        let gradient = try laidOut(gradient, .blocked)
        let result = blocked(shape)
        let backward = try operations.named(.poolGradient(pooling, shape, gradient.shape)) {
            try Self.compileGradient(pooling, shape, gradient.shape)
        }
        try backward.run([gradient.pointer, result.pointer] + (choices.map { [$0.pointer] } ?? []), pool)
        return result
    }

    private func blocked(_ shape: [Int]) -> Activation {
        Activation(shape: shape, layout: .blocked, buffer: pool.buffer(Activation.storedCount(shape, .blocked)))
    }

    private static func compile(
        _ pooling: Pooling,
        _ input: [Int],
        _ output: [Int]
    ) throws -> NativeOperation {
        let (source, destination) = (try NativeLayout(input, .blocked), try NativeLayout(output, .blocked))
        var shape = pooling.native(input, output)
        var arguments: [(argument: Int32, layout: NativeLayout?)] = [
            (DNNL_ARG_SRC, source), (DNNL_ARG_DST, destination),
        ]
        if pooling.keepsChoices { arguments.append((DNNL_ARG_WORKSPACE, nil)) }
        return try NativeOperation("pooling", arguments: arguments) {
            dn_pooling_forward(
                &$0,
                Native.engine,
                &shape,
                pooling.algorithm,
                source.handle,
                destination.handle,
                pooling.keepsChoices ? 1 : 0
            )
        }
    }

    private static func compileGradient(_ pooling: Pooling, _ input: [Int], _ output: [Int]) throws -> NativeOperation {
        let (source, destination) = (try NativeLayout(input, .blocked), try NativeLayout(output, .blocked))
        var shape = pooling.native(input, output)
        var arguments: [(argument: Int32, layout: NativeLayout?)] = [
            (DNNL_ARG_DIFF_DST, destination), (DNNL_ARG_DIFF_SRC, source),
        ]
        if pooling.isMaximum { arguments.append((DNNL_ARG_WORKSPACE, nil)) }
        return try NativeOperation("gradient of pooling", arguments: arguments) {
            dn_pooling_backward(&$0, Native.engine, &shape, pooling.algorithm, source.handle, destination.handle)
        }
    }
}

extension Pooling {
    fileprivate var algorithm: dnnl_alg_kind_t {
        isMaximum
            ? dnnl_pooling_max : countsPadding ? dnnl_pooling_avg_include_padding : dnnl_pooling_avg_exclude_padding
    }

    fileprivate func native(_ input: [Int], _ output: [Int]) -> dn_convolution {
        ConvolutionKey(
            Convolution(kernel: kernel, strides: strides, dilations: dilations, pads: pads, groups: 1),
            input,
            output[1],
            output: output,
            allowsWinograd: false
        ).native
    }
}

/// Kernels that resize.
extension Executor {
    func interpolate(_ input: Activation, axis: Int, _ taps: InterpolationTaps, shape: [Int]) throws -> Activation {
        let input = try plain(input)
        let output = allocate(shape)
        guard output.count > 0 else { return output }
        let inner = input.shape[(axis + 1)...].reduce(1, *)
        let (from, to) = (input.shape[axis], taps.outputCount)
        let (x, y) = (input.pointer, output.pointer)
        Native.parallel(output.count / inner, grain: max(1, 4096 / inner)) { range in
            for item in range {
                let (outer, position) = (item / to, item % to)
                let target = y + item * inner
                target.update(repeating: 0, count: inner)
                for tap in position * taps.tapCount..<(position + 1) * taps.tapCount where taps.weights[tap] != 0 {
                    let source = x + (outer * from + taps.indices[tap]) * inner
                    let weight = taps.weights[tap]
                    for index in 0..<inner { target[index] += weight * source[index] }
                }
            }
        }
        return output
    }

    func interpolateGradient(
        _ gradient: Activation,
        axis: Int,
        _ taps: InterpolationTaps,
        shape: [Int]
    ) throws -> Activation {
        let gradient = try plain(gradient)
        let output = zeros(shape)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let (from, to) = (shape[axis], taps.outputCount)
        let (g, y) = (gradient.pointer, output.pointer)
        Native.parallel(output.count / max(1, inner * from)) { range in
            for outer in range {
                for tap in taps.indices.indices where taps.weights[tap] != 0 {
                    let source = g + (outer * to + tap / taps.tapCount) * inner
                    let target = y + (outer * from + taps.indices[tap]) * inner
                    let weight = taps.weights[tap]
                    for index in 0..<inner { target[index] += weight * source[index] }
                }
            }
        }
        return output
    }
}
#endif
