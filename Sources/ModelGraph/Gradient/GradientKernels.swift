#if NativeLibraries
import COneDNN
import Foundation

/// What only gradients need.
extension Executor {
    /// A convolution of an activation outside the plan.
    func convolution(_ geometry: Convolution, of input: Activation, weights: Operand, shape: [Int]) throws -> Activation
    {
        let key = ConvolutionKey(geometry, input.shape, shape[1], output: shape, allowsWinograd: false)
        let compiled = try convolutions.forward(key)
        let source = try laidOut(input, compiled.sourceLayout)
        let weights = try packed(weights, compiled.weights, groups: key.groups)
        let count = Activation.storedCount(shape, compiled.destinationLayout)
        let output = Activation(shape: shape, layout: compiled.destinationLayout, buffer: pool.buffer(count))
        try compiled.operation.run([source.pointer, weights.pointer, output.pointer], pool)
        return output
    }

    /// The gradient of a product's first factor, from that of the product and the second factor.
    func firstFactorGradient(
        _ product: MatrixProduct,
        _ gradient: Activation,
        _ second: Operand,
        shape: [Int]
    ) throws -> Activation {
        if product.transposesFirst {
            return try self.product(
                try activation(second),
                transposed: product.transposesSecond,
                gradient,
                transposed: true
            )
        }
        // g · Bᵀ with B packed once where it is a constant matrix.
        let transposed = MatrixProduct(transposesSecond: !product.transposesSecond)
        let g = try plain(gradient)
        let matrix = self.shape(second)
        guard isStored(second), matrix.count == 2 else {
            return try self.product(g, transposed: false, try activation(second), transposed: !product.transposesSecond)
        }
        let rows = g.count / max(1, g.shape[g.shape.count - 1])
        let output = allocate(Array(g.shape.dropLast()) + [shape[shape.count - 1]])
        guard output.count > 0 else { return output }
        let first = [rows, g.shape[g.shape.count - 1]]
        let operation = try operations.named(.matrixProduct(transposed, first, matrix, packed: true)) {
            try Self.compile(transposed, first, matrix, true)
        }
        let weights = try packed(
            second,
            try operation.layout(of: DNNL_ARG_WEIGHTS),
            transposed: transposed.transposesSecond
        )
        try operation.run([g.pointer, weights.pointer, output.pointer], pool)
        return output
    }

    /// The gradient of the less common functions of two numbers.
    func binaryGradient(
        _ function: BinaryFunction,
        _ a: Activation,
        _ b: Activation,
        _ output: Activation,
        _ gradient: Activation,
        ofFirst isFirst: Bool
    ) throws -> Activation {
        let shape = gradient.shape
        let arrays =
            try [a, b].map { try expand(try plain($0), to: shape) } + [try plain(output), try plain(gradient)]
        let (x, y, z, g) = (arrays[0].pointer, arrays[1].pointer, arrays[2].pointer, arrays[3].pointer)
        let result = allocate(shape)
        let r = result.pointer
        Native.parallel(result.count, grain: 1024) { range in
            for index in range {
                r[index] = g[index] * Self.slope(function, x[index], y[index], z[index], isFirst)
            }
        }
        withExtendedLifetime(arrays) {}
        return result
    }

    private static func slope(_ function: BinaryFunction, _ a: Float, _ b: Float, _ y: Float, _ isFirst: Bool) -> Float
    {
        switch function {
        case .power:
            if isFirst { return b == 0 ? 0 : b * Foundation.pow(a, b - 1) }
            return a > 0 ? y * Foundation.log(a) : 0
        case .minimum, .maximum:
            // In equal parts where both are the same, as PyTorch does.
            if a == b { return 0.5 }
            return ((function == .minimum) == (a < b)) == isFirst ? 1 : 0
        case .modulo: return isFirst ? 1 : -(a / b).rounded(.down)
        case .remainder: return isFirst ? 1 : -(a / b).rounded(.towardZero)
        case .parametricReLU:
            if isFirst { return a > 0 ? 1 : b }
            return a > 0 ? 0 : a
        default: return 0
        }
    }
}
#endif
