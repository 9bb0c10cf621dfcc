#if NativeLibraries
import COneDNN

/// A convolution, or the gradient of one, as oneDNN compiled it.
struct CompiledConvolution {
    let operation: NativeOperation
    let weights: NativeLayout
    let sourceLayout: Layout
    let destinationLayout: Layout
    /// Whether the activation behind the convolution is part of the operation.
    let isActivated: Bool
}

/// Compiled convolutions by shape, each in the layout and with the algorithm that is fastest for it.
final class ConvolutionCache {
    private var forwards: [ConvolutionKey: CompiledConvolution] = [:]
    private var backwards: [ConvolutionKey: CompiledConvolution] = [:]

    /// Shapes that come only once, such as those of changed regions, must not fill memory up.
    private static let limit = 2048

    func forward(_ key: ConvolutionKey) throws -> CompiledConvolution {
        if let compiled = forwards[key] { return compiled }
        let compiled = try compileForward(key)
        if forwards.count > Self.limit { forwards = [:] }
        forwards[key] = compiled
        return compiled
    }

    func backward(_ key: ConvolutionKey) throws -> CompiledConvolution {
        if let compiled = backwards[key] { return compiled }
        let compiled = try compileBackward(key)
        if backwards.count > Self.limit { backwards = [:] }
        backwards[key] = compiled
        return compiled
    }

    /// The layouts of source and destination, the likely fastest first; what only a reference kernel runs is passed
    /// over as long as there is another.
    private static func layouts(_ key: ConvolutionKey) -> [(source: Layout, destination: Layout)] {
        let isFirst = key.input[1] <= 4
        let splits = key.groups > 1 && key.groups != key.input[1]
        let blocks = (isFirst ? Layout.plain : .blocked, Layout.blocked)
        let isWhole =
            (key.input[1] / key.groups) % Native.block == 0 && (key.output[1] / key.groups) % Native.block == 0
        if splits, !isWhole { return [(.channelsLast, .channelsLast), (.plain, .plain)] }
        return [blocks, (.channelsLast, .channelsLast), (.plain, .plain)]
    }

    /// The first that is more than a reference kernel, else the first that there is.
    private func fastest(
        _ key: ConvolutionKey,
        _ layouts: [(source: Layout, destination: Layout)],
        _ compile: (dnnl_alg_kind_t, _ source: Layout, _ destination: Layout) throws -> CompiledConvolution
    ) throws -> CompiledConvolution {
        var fallback: CompiledConvolution?
        var failure: any Error = ModelError(.unsupported, "oneDNN has no convolution for these shapes.")
        for (source, destination) in layouts {
            let algorithms =
                key.isFitForWinograd && source == .blocked
                ? [dnnl_convolution_winograd, dnnl_convolution_direct] : [dnnl_convolution_direct]
            for algorithm in algorithms {
                do {
                    let compiled = try compile(algorithm, source, destination)
                    guard compiled.operation.implementation.hasPrefix("ref") else { return compiled }
                    fallback = fallback ?? compiled
                } catch {
                    failure = error
                }
            }
        }
        guard let fallback else { throw failure }
        return fallback
    }

    private func compileForward(_ key: ConvolutionKey) throws -> CompiledConvolution {
        let activation = key.convolution.activation.flatMap(Self.postOp)
        return try fastest(key, Self.layouts(key)) { algorithm, source, destination in
            try compileForward(key, algorithm, source, destination, activation)
        }
    }

    private func compileForward(
        _ key: ConvolutionKey,
        _ algorithm: dnnl_alg_kind_t,
        _ source: Layout,
        _ destination: Layout,
        _ activation: dn_post_op?
    ) throws -> CompiledConvolution {
        let sourceLayout = try NativeLayout(key.input, source)
        let destinationLayout = try NativeLayout(key.output, destination)
        let weights = try NativeLayout(key.weightShape, dnnl_format_tag_any)
        let bias = key.convolution.hasBias ? try NativeLayout([key.output[1]], .plain) : nil
        var postOps: [dn_post_op] = []
        if key.convolution.addsInput { postOps.append(key.addsInPlace ? .sum : .addition(destinationLayout.handle)) }
        if let activation { postOps.append(activation) }
        var shape = key.native
        var arguments: [(argument: Int32, layout: NativeLayout?)] = [
            (DNNL_ARG_SRC, sourceLayout), (DNNL_ARG_WEIGHTS, nil),
        ]
        if let bias { arguments.append((DNNL_ARG_BIAS, bias)) }
        if key.convolution.addsInput, !key.addsInPlace { arguments.append((Int32(dn_addend), destinationLayout)) }
        arguments.append((DNNL_ARG_DST, destinationLayout))
        let operation = try NativeOperation("convolution", arguments: arguments) {
            dn_convolution_forward(
                &$0,
                Native.engine,
                &shape,
                algorithm,
                sourceLayout.handle,
                weights.handle,
                bias?.handle,
                destinationLayout.handle,
                postOps,
                Int32(postOps.count),
                algorithm == dnnl_convolution_winograd ? 1 : 0
            )
        }
        return CompiledConvolution(
            operation: operation,
            weights: try operation.layout(of: DNNL_ARG_WEIGHTS),
            sourceLayout: source,
            destinationLayout: destination,
            isActivated: activation != nil
        )
    }

    private func compileBackward(_ key: ConvolutionKey) throws -> CompiledConvolution {
        // Blocks of a gradient by few channels have a reference kernel only.
        let layouts = Self.layouts(key).filter { key.input[1] > 4 || $0.source != .plain || $0.destination == .plain }
        return try fastest(key, layouts) { algorithm, input, output in
            try compileBackward(key, algorithm, input, output)
        }
    }

    private func compileBackward(
        _ key: ConvolutionKey,
        _ algorithm: dnnl_alg_kind_t,
        _ input: Layout,
        _ output: Layout
    ) throws -> CompiledConvolution {
        let inputLayout = try NativeLayout(key.input, input)
        let outputLayout = try NativeLayout(key.output, output)
        let weights = try NativeLayout(key.weightShape, dnnl_format_tag_any)
        var shape = key.native
        let operation = try NativeOperation(
            "gradient of a convolution",
            arguments: [(DNNL_ARG_DIFF_DST, outputLayout), (DNNL_ARG_WEIGHTS, nil), (DNNL_ARG_DIFF_SRC, inputLayout)]
        ) {
            dn_convolution_backward(
                &$0,
                Native.engine,
                &shape,
                algorithm,
                inputLayout.handle,
                weights.handle,
                outputLayout.handle,
                algorithm == dnnl_convolution_winograd ? 1 : 0
            )
        }
        return CompiledConvolution(
            operation: operation,
            weights: try operation.layout(of: DNNL_ARG_WEIGHTS),
            sourceLayout: output,
            destinationLayout: input,
            isActivated: true
        )
    }

    /// Activations that oneDNN applies before it stores.
    private static func postOp(_ function: ElementwiseFunction) -> dn_post_op? {
        function.native.map { .activation($0.algorithm, $0.alpha, $0.beta) }
    }
}

extension dn_post_op {
    /// The destination's former content is added.
    static var sum: dn_post_op {
        dn_post_op(kind: dn_post_sum, algorithm: dnnl_alg_kind_undef, alpha: 0, beta: 0, addend: nil)
    }

    /// Another array of the destination's layout is added.
    static func addition(_ layout: dn_layout) -> dn_post_op {
        dn_post_op(kind: dn_post_addition, algorithm: dnnl_alg_kind_undef, alpha: 0, beta: 0, addend: layout)
    }

    static func activation(_ algorithm: dnnl_alg_kind_t, _ alpha: Float, _ beta: Float) -> dn_post_op {
        dn_post_op(kind: dn_post_activation, algorithm: algorithm, alpha: alpha, beta: beta, addend: nil)
    }
}
#endif
