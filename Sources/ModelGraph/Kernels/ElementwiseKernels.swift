#if NativeLibraries
import COneDNN

extension Executor {
    /// f(x), in the layout of x where that keeps padding zero.
    func elementwise(_ function: ElementwiseFunction, _ input: Activation) throws -> Activation {
        let input = input.isPadded && !function.keepsZero ? try plain(input) : input
        let output = Activation(shape: input.shape, layout: input.layout, buffer: pool.buffer(input.storedCount))
        if let native = function.native, input.storedCount > 0 {
            let operation = try operations.named(.elementwise(function, input.storedCount)) {
                let layout = try NativeLayout([input.storedCount], .plain)
                return try NativeOperation(
                    "\(function)",
                    arguments: [(DNNL_ARG_SRC, layout), (DNNL_ARG_DST, layout)]
                ) { dn_elementwise(&$0, Native.engine, native.algorithm, layout.handle, native.alpha, native.beta) }
            }
            try operation.run([input.pointer, output.pointer], pool)
        } else {
            Self.map(input.pointer, output.pointer, input.storedCount, function)
        }
        return output
    }

    /// Whether all numbers are finite: no exponent is full.
    static func isFinite(_ values: UnsafePointer<Float>?, _ count: Int) -> Bool {
        guard let values else { return true }
        let width = 65536
        var full = [UInt32](repeating: 0, count: (count + width - 1) / width)
        full.withUnsafeMutableBufferPointer { full in
            Native.parallel(full.count) { parts in
                for part in parts {
                    var found: UInt32 = 0
                    for index in part * width..<min(count, (part + 1) * width) {
                        found |= values[index].bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0
                    }
                    full[part] = found
                }
            }
        }
        return full.allSatisfy { $0 == 0 }
    }

    /// g · f′(x), where y = f(x).
    ///
    /// - Parameter isOwned: Whether nothing else refers to the gradient's memory, so that the result may take its place.
    func elementwiseGradient(
        _ function: ElementwiseFunction,
        input: Activation?,
        output: Activation?,
        _ gradient: Activation,
        isOwned: Bool
    ) throws -> Activation {
        guard var guide = input ?? output else { preconditionFailure("A gradient rule kept neither side.") }
        // What fills blocks up must stay 0, which is no place for most slopes.
        if guide.isPadded, function != .relu { guide = try plain(guide) }
        let takesPlace = isOwned || gradient.layout != guide.layout
        let gradient = try self.gradient(gradient, laidOutAs: guide)
        let other = try output.map { try self.gradient($0, laidOutAs: guide) }
        let result =
            takesPlace
            ? gradient
            : Activation(shape: guide.shape, layout: guide.layout, buffer: pool.buffer(guide.storedCount))
        let (g, r) = (gradient.pointer, result.pointer)
        let (x, y) = (guide.pointer, other?.pointer ?? guide.pointer)
        if function == .relu {
            Native.parallel(guide.storedCount, grain: 16384) { Self.mask(g, y, r, $0) }
        } else if function == .gelu {
            let operation = try operations.named(.elementwiseGradient(function, guide.storedCount)) {
                let layout = try NativeLayout([guide.storedCount], .plain)
                return try NativeOperation(
                    "gradient of \(function)",
                    arguments: [(DNNL_ARG_SRC, layout), (DNNL_ARG_DIFF_DST, layout), (DNNL_ARG_DIFF_SRC, layout)]
                ) { dn_elementwise_backward(&$0, Native.engine, dnnl_eltwise_gelu_erf, layout.handle, 0, 0) }
            }
            try operation.run([x, g, r], pool)
        } else {
            Native.parallel(guide.storedCount, grain: 1024) { range in
                for index in range { r[index] = g[index] * function.derivative(x[index], y[index]) }
            }
        }
        return result
    }

    /// Where y is positive, g, else 0; by bits, since a branch for each element would cost ten times as much.
    private static func mask(
        _ g: UnsafeMutablePointer<Float>,
        _ y: UnsafeMutablePointer<Float>,
        _ r: UnsafeMutablePointer<Float>,
        _ range: Range<Int>
    ) {
        for index in range {
            let keep: UInt32 = y[index] > 0 ? .max : 0
            r[index] = Float(bitPattern: g[index].bitPattern & keep)
        }
    }

    private static func map(
        _ x: UnsafeMutablePointer<Float>,
        _ y: UnsafeMutablePointer<Float>,
        _ count: Int,
        _ function: ElementwiseFunction
    ) {
        // The commonest are spelt out so that they become vector instructions.
        switch function {
        case .affine(let scale, let shift):
            Native.parallel(count, grain: 16384) { for index in $0 { y[index] = scale * x[index] + shift } }
        case .squareRoot: Native.parallel(count, grain: 16384) { for index in $0 { y[index] = x[index].squareRoot() } }
        case .negate: Native.parallel(count, grain: 16384) { for index in $0 { y[index] = -x[index] } }
        case .power(2): Native.parallel(count, grain: 16384) { for index in $0 { y[index] = x[index] * x[index] } }
        case .hardSwish:
            Native.parallel(count, grain: 16384) {
                for index in $0 {
                    let gate = x[index] * (1 / 6) + 0.5
                    y[index] = x[index] * (gate < 0 ? 0 : gate > 1 ? 1 : gate)
                }
            }
        default: Native.parallel(count, grain: 1024) { for index in $0 { y[index] = function.value(x[index]) } }
        }
    }
}
#endif
