#if NativeLibraries
import COneDNN
import Foundation

/// Kernels over axes.
extension Executor {
    /// Reduces neighboring axes, which are dropped.
    func reduce(_ kind: ReductionKind, _ input: Activation, axes: Range<Int>) throws -> Activation {
        if kind == .sum, axes == 2..<4, input.layout == .blocked { return blockedSum(input) }
        let input = try plain(input)
        let outer = input.shape[..<axes.lowerBound].reduce(1, *)
        let count = input.shape[axes].reduce(1, *)
        let inner = input.shape[axes.upperBound...].reduce(1, *)
        let output = allocate(Array(input.shape[..<axes.lowerBound] + input.shape[axes.upperBound...]))
        let (x, y) = (input.pointer, output.pointer)
        Native.parallel(outer * inner, grain: max(1, 16384 / max(count, 1))) { range in
            if inner == 1 {
                for row in range { y[row] = Self.reduceRow(kind, x + row * count, count) }
                return
            }
            var item = range.lowerBound
            while item < range.upperBound {
                let (row, first) = (item / inner, item % inner)
                let width = min(inner - first, range.upperBound - item)
                Self.reduceColumns(kind, x + row * count * inner + first, y + item, count, inner, width)
                item += width
            }
        }
        return output
    }

    private static func reduceRow(_ kind: ReductionKind, _ x: UnsafeMutablePointer<Float>, _ count: Int) -> Float {
        switch kind {
        case .sum:
            // In double precision: pooled maps and masks run to hundreds of thousands of terms.
            var sums = SIMD8<Double>()
            var index = 0
            while index + 8 <= count {
                for lane in 0..<8 { sums[lane] += Double(x[index + lane]) }
                index += 8
            }
            var sum = sums.sum()
            while index < count {
                sum += Double(x[index])
                index += 1
            }
            return Float(sum)
        case .product: return (0..<count).reduce(1) { $0 * x[$1] }
        case .max: return (0..<count).reduce(-Float.infinity) { $0 >= x[$1] ? $0 : x[$1] }
        case .min: return (0..<count).reduce(Float.infinity) { $0 <= x[$1] ? $0 : x[$1] }
        }
    }

    private static func reduceColumns(
        _ kind: ReductionKind,
        _ x: UnsafeMutablePointer<Float>,
        _ y: UnsafeMutablePointer<Float>,
        _ count: Int,
        _ stride: Int,
        _ width: Int
    ) {
        switch kind {
        case .sum:
            withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { sums in
                sums.initialize(repeating: 0)
                for row in 0..<count {
                    for column in 0..<width { sums[column] += Double(x[row * stride + column]) }
                }
                for column in 0..<width { y[column] = Float(sums[column]) }
            }
        case .product, .max, .min:
            for column in 0..<width {
                var value: Float = kind == .product ? 1 : kind == .max ? -.infinity : .infinity
                for row in 0..<count {
                    let next = x[row * stride + column]
                    value = kind == .product ? value * next : kind == .max ? max(value, next) : min(value, next)
                }
                y[column] = value
            }
        }
    }

    /// The gradient of products over axes: to each factor the product of all others, which a zero does not spoil.
    func productGradient(_ input: Activation, _ gradient: Activation, axes: Range<Int>) throws -> Activation {
        let (input, gradient) = (try plain(input), try plain(gradient))
        let outer = input.shape[..<axes.lowerBound].reduce(1, *)
        let count = input.shape[axes].reduce(1, *)
        let inner = input.shape[axes.upperBound...].reduce(1, *)
        let result = allocate(input.shape)
        let (x, g, r) = (input.pointer, gradient.pointer, result.pointer)
        Native.parallel(outer * inner, grain: max(1, 4096 / max(count, 1))) { range in
            for item in range {
                let start = item / inner * count * inner + item % inner
                var product: Float = 1
                for index in 0..<count {
                    r[start + index * inner] = product
                    product *= x[start + index * inner]
                }
                product = g[item]
                for index in (0..<count).reversed() {
                    r[start + index * inner] *= product
                    product *= x[start + index * inner]
                }
            }
        }
        return result
    }

    /// Sums planes of `[N,C,H,W]` in blocks.
    private func blockedSum(_ input: Activation) -> Activation {
        let block = Native.block
        let output = allocate(Array(input.shape[..<2]))
        let (channels, plane) = (input.shape[1], input.shape[2] * input.shape[3])
        let blocks = (channels + block - 1) / block
        let (x, y) = (input.pointer, output.pointer)
        Native.parallel(input.shape[0] * blocks, grain: max(1, 16384 / (plane * block))) { range in
            for item in range {
                let (image, first) = (item / blocks, item % blocks * block)
                let from = UnsafeRawPointer(x + item * plane * block)
                for half in stride(from: 0, to: block, by: 8) {
                    var sums = SIMD8<Double>()
                    for position in 0..<plane {
                        let part = from.loadUnaligned(
                            fromByteOffset: (position * block + half) * 4,
                            as: SIMD8<Float>.self
                        )
                        sums += SIMD8<Double>(part)
                    }
                    for lane in 0..<max(0, min(8, channels - first - half)) {
                        y[image * channels + first + half + lane] = Float(sums[lane])
                    }
                }
            }
        }
        return output
    }

    /// Sums an array over the axes along which a smaller one was broadcast to it.
    func sum(_ input: Activation, to shape: [Int]) throws -> Activation {
        guard input.shape != shape else { return input }
        let lead = input.shape.count - shape.count
        var result = input
        for axis in input.shape.indices.reversed() {
            let repeated = axis < lead || (shape[axis - lead] == 1 && input.shape[axis] != 1)
            if repeated {
                let kept = Array(result.shape[..<axis]) + [1] + Array(result.shape[(axis + 1)...])
                result = try reduce(.sum, result, axes: axis..<axis + 1).reshaped(kept)
            }
        }
        return try plain(result).reshaped(shape)
    }

    func softmax(_ input: Activation) throws -> Activation {
        let input = try plain(input)
        let output = allocate(input.shape)
        let width = input.shape.last ?? 1
        guard output.count > 0 else { return output }
        let rows = [input.count / width, width]
        let operation = try operations.named(.softmax(rows)) {
            let layout = try NativeLayout(rows, .plain)
            return try NativeOperation("softmax", arguments: [(DNNL_ARG_SRC, layout), (DNNL_ARG_DST, layout)]) {
                dn_softmax(&$0, Native.engine, layout.handle, 1)
            }
        }
        try operation.run([input.pointer, output.pointer], pool)
        return output
    }

    func logSoftmax(_ input: Activation) throws -> Activation {
        let input = try plain(input)
        let output = allocate(input.shape)
        forEachRow(input, grain: 4096) { x, row, width in
            let y = output.pointer + row * width
            let top = (0..<width).reduce(-Float.infinity) { max($0, x[$1]) }
            let sum = (0..<width).reduce(0.0) { $0 + Foundation.exp(Double(x[$1] - top)) }
            let shift = top + Float(Foundation.log(sum))
            for index in 0..<width { y[index] = x[index] - shift }
        }
        return output
    }

    /// y · (g − Σ g · y), or g − softmax · Σ g for the logarithm.
    func softmaxGradient(output: Activation, _ gradient: Activation, isLogarithm: Bool) throws -> Activation {
        let gradient = try plain(gradient)
        let result = allocate(output.shape)
        forEachRow(output, grain: 4096) { y, row, width in
            let (g, r) = (gradient.pointer + row * width, result.pointer + row * width)
            if isLogarithm {
                let sum = (0..<width).reduce(Float(0)) { $0 + g[$1] }
                for index in 0..<width { r[index] = g[index] - Foundation.exp(y[index]) * sum }
            } else {
                let sum = Self.dot(g, y, width)
                for index in 0..<width { r[index] = y[index] * (g[index] - sum) }
            }
        }
        return result
    }

    func standardize(_ input: Activation, epsilon: Float) throws -> Activation {
        let input = try plain(input)
        let output = allocate(input.shape)
        forEachRow(input, grain: 16384) { x, row, width in
            let (mean, factor) = Self.moments(x, width, epsilon)
            let y = output.pointer + row * width
            for index in 0..<width { y[index] = (x[index] - mean) * factor }
        }
        return output
    }

    /// factor · (g − mean(g) − y · mean(g · y)), with y the standardized input.
    func standardizeGradient(input: Activation, _ gradient: Activation, epsilon: Float) throws -> Activation {
        let (input, gradient) = (try plain(input), try plain(gradient))
        let result = allocate(input.shape)
        forEachRow(input, grain: 16384) { x, row, width in
            let (mean, factor) = Self.moments(x, width, epsilon)
            let (g, r) = (gradient.pointer + row * width, result.pointer + row * width)
            for index in 0..<width { r[index] = (x[index] - mean) * factor }
            let average = Self.sum(g, width) / Float(width)
            let projection = Self.dot(g, r, width) / Float(width)
            for index in 0..<width { r[index] = factor * (g[index] - average - r[index] * projection) }
        }
        return result
    }

    func channelWindowSum(_ input: Activation, size: Int, isGradient: Bool = false) throws -> Activation {
        let input = try plain(input)
        let output = allocate(input.shape)
        let (channels, plane) = (input.shape[1], input.shape[2...].reduce(1, *))
        // For even sizes the window reaches further up than down; a gradient goes the other way.
        let (below, above) = isGradient ? (size / 2, (size - 1) / 2) : ((size - 1) / 2, size / 2)
        Native.parallel(input.shape[0] * channels, grain: max(1, 16384 / max(1, plane * size))) { range in
            for item in range {
                let (image, channel) = (item / channels, item % channels)
                let y = output.pointer + item * plane
                y.update(repeating: 0, count: plane)
                for other in max(0, channel - below)...min(channels - 1, channel + above) {
                    let x = input.pointer + (image * channels + other) * plane
                    for index in 0..<plane { y[index] += x[index] }
                }
            }
        }
        return output
    }

    private func forEachRow(
        _ input: Activation,
        grain: Int,
        _ body: (_ x: UnsafeMutablePointer<Float>, _ row: Int, _ width: Int) -> Void
    ) {
        let width = max(1, input.shape.last ?? 1)
        let x = input.pointer
        Native.parallel(input.count / width, grain: max(1, grain / width)) { range in
            for row in range { body(x + row * width, row, width) }
        }
    }

    private static func moments(_ x: UnsafeMutablePointer<Float>, _ width: Int, _ epsilon: Float) -> (Float, Float) {
        let mean = sum(x, width) / Float(width)
        var squares = SIMD8<Float>()
        var index = 0
        while index + 8 <= width {
            var part = SIMD8<Float>()
            for lane in 0..<8 { part[lane] = x[index + lane] - mean }
            squares += part * part
            index += 8
        }
        var total = squares.sum()
        while index < width {
            total += (x[index] - mean) * (x[index] - mean)
            index += 1
        }
        return (mean, 1 / (total / Float(width) + epsilon).squareRoot())
    }

    private static func sum(_ x: UnsafeMutablePointer<Float>, _ width: Int) -> Float {
        var sums = SIMD8<Float>()
        var index = 0
        while index + 8 <= width {
            for lane in 0..<8 { sums[lane] += x[index + lane] }
            index += 8
        }
        return (index..<width).reduce(sums.sum()) { $0 + x[$1] }
    }

    private static func dot(_ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ width: Int) -> Float {
        var sums = SIMD8<Float>()
        var index = 0
        while index + 8 <= width {
            for lane in 0..<8 { sums[lane] += x[index + lane] * y[index + lane] }
            index += 8
        }
        return (index..<width).reduce(sums.sum()) { $0 + x[$1] * y[$1] }
    }
}
#endif
