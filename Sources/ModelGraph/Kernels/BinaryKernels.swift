#if NativeLibraries
import Foundation

/// Kernels of two and three inputs, broadcast as NumPy does.
extension Executor {
    func binary(_ function: BinaryFunction, _ a: Activation, _ b: Activation, shape: [Int]) throws -> Activation {
        if let blocked = try blockedBinary(function, a, b, shape) { return blocked }
        let (a, b) = (try plain(a), try plain(b))
        let output = allocate(shape)
        let (x, y, z) = (a.pointer, b.pointer, output.pointer)
        let plan = BroadcastPlan(shape, [a.shape, b.shape])
        switch function {
        case .add: plan.run(x, y, z) { $0 + $1 }
        case .subtract: plan.run(x, y, z) { $0 - $1 }
        case .multiply: plan.run(x, y, z) { $0 * $1 }
        case .divide: plan.run(x, y, z) { $0 / $1 }
        case .power: plan.run(x, y, z) { $1 == 2 ? $0 * $0 : Foundation.pow($0, $1) }
        case .minimum: plan.run(x, y, z) { $0 < $1 ? $0 : $1 }
        case .maximum: plan.run(x, y, z) { $0 > $1 ? $0 : $1 }
        case .modulo: plan.run(x, y, z) { $0 - $1 * ($0 / $1).rounded(.down) }
        case .remainder: plan.run(x, y, z) { $0.truncatingRemainder(dividingBy: $1) }
        case .equal: plan.run(x, y, z) { $0 == $1 ? 1 : 0 }
        case .less: plan.run(x, y, z) { $0 < $1 ? 1 : 0 }
        case .lessOrEqual: plan.run(x, y, z) { $0 <= $1 ? 1 : 0 }
        case .greater: plan.run(x, y, z) { $0 > $1 ? 1 : 0 }
        case .greaterOrEqual: plan.run(x, y, z) { $0 >= $1 ? 1 : 0 }
        case .and: plan.run(x, y, z) { $0 != 0 && $1 != 0 ? 1 : 0 }
        case .or: plan.run(x, y, z) { $0 != 0 || $1 != 0 ? 1 : 0 }
        case .exclusiveOr: plan.run(x, y, z) { ($0 != 0) != ($1 != 0) ? 1 : 0 }
        case .parametricReLU: plan.run(x, y, z) { $0 < 0 ? $0 * $1 : $0 }
        }
        return output
    }

    /// Blocked inputs that need no other layout: two of one shape, or one and a number for each channel.
    private func blockedBinary(
        _ function: BinaryFunction,
        _ a: Activation,
        _ b: Activation,
        _ shape: [Int]
    ) throws -> Activation? {
        guard [.add, .subtract, .multiply].contains(function) else { return nil }
        if a.layout == b.layout, a.layout != .plain, a.shape == b.shape {
            let output = Activation(shape: shape, layout: a.layout, buffer: pool.buffer(a.storedCount))
            let plan = BroadcastPlan([a.storedCount], [[a.storedCount], [a.storedCount]])
            switch function {
            case .add: plan.run(a.pointer, b.pointer, output.pointer) { $0 + $1 }
            case .subtract: plan.run(a.pointer, b.pointer, output.pointer) { $0 - $1 }
            default: plan.run(a.pointer, b.pointer, output.pointer) { $0 * $1 }
            }
            return output
        }
        guard function == .multiply else {
            // One side in blocks is no use when the other is a whole plain array: both then go to blocks.
            guard a.shape == b.shape, a.shape.count == 4, a.layout == .blocked || b.layout == .blocked else {
                return nil
            }
            return try blockedBinary(function, try laidOut(a, .blocked), try laidOut(b, .blocked), shape)
        }
        let (full, factors) = a.shape == shape ? (a, b) : (b, a)
        guard full.layout == .blocked, full.shape == shape, !full.isPadded, factors.shape.count == 4,
            factors.shape[2...] == [1, 1], factors.shape[1] == shape[1]
        else { return nil }
        // [N,C,1,1] is the same memory in blocks as in rows.
        let output = Activation(shape: shape, layout: .blocked, buffer: pool.buffer(full.storedCount))
        let (block, plane) = (Native.block, shape[2] * shape[3])
        let blocks = shape[1] / block
        let (x, y, z) = (full.pointer, factors.pointer, output.pointer)
        let isShared = factors.shape[0] == 1
        Native.parallel(shape[0] * blocks, grain: max(1, 16384 / (plane * block))) { range in
            for item in range {
                let weights = y + (isShared ? item % blocks : item) * block
                let (from, to) = (x + item * plane * block, z + item * plane * block)
                for position in 0..<plane {
                    for lane in 0..<block {
                        to[position * block + lane] = from[position * block + lane] * weights[lane]
                    }
                }
            }
        }
        return output
    }

    func select(_ condition: Activation, _ a: Activation, _ b: Activation, shape: [Int]) throws -> Activation {
        let inputs = try [condition, a, b].map { try plain($0) }
        let output = allocate(shape)
        let plan = BroadcastPlan(shape, inputs.map(\.shape))
        plan.run(inputs[0].pointer, inputs[1].pointer, inputs[2].pointer, output.pointer) { $0 != 0 ? $1 : $2 }
        return output
    }
}

/// How arrays are walked that are broadcast to one shape.
struct BroadcastPlan {
    private let shape: [Int]
    private let strides: [[Int]]
    private let rows: Int
    private let inner: Int

    init(_ shape: [Int], _ inputs: [[Int]]) {
        let all = inputs.map { Strides.broadcast($0, to: shape) } + [Strides.contiguous(shape)]
        (self.shape, strides) = Strides.merged(shape, all)
        inner = self.shape[self.shape.count - 1]
        rows = shape.contains(0) ? 0 : self.shape.dropLast().reduce(1, *)
    }

    @inline(__always)
    func run(
        _ a: UnsafeMutablePointer<Float>,
        _ b: UnsafeMutablePointer<Float>,
        _ output: UnsafeMutablePointer<Float>,
        _ function: (Float, Float) -> Float
    ) {
        let last = shape.count - 1
        let (stepA, stepB) = (strides[0][last], strides[1][last])
        forEachPiece { offsets, count in
            let (x, y, z) = (a + offsets[0], b + offsets[1], output + offsets[2])
            switch (stepA, stepB) {
            case (1, 1): for index in 0..<count { z[index] = function(x[index], y[index]) }
            case (1, 0):
                let constant = y[0]
                for index in 0..<count { z[index] = function(x[index], constant) }
            case (0, 1):
                let constant = x[0]
                for index in 0..<count { z[index] = function(constant, y[index]) }
            default: for index in 0..<count { z[index] = function(x[index * stepA], y[index * stepB]) }
            }
        }
    }

    @inline(__always)
    func run(
        _ a: UnsafeMutablePointer<Float>,
        _ b: UnsafeMutablePointer<Float>,
        _ c: UnsafeMutablePointer<Float>,
        _ output: UnsafeMutablePointer<Float>,
        _ function: (Float, Float, Float) -> Float
    ) {
        let last = shape.count - 1
        let steps = strides.map { $0[last] }
        let (stepA, stepB, stepC) = (steps[0], steps[1], steps[2])
        forEachPiece { offsets, count in
            let (x, y, z, w) = (a + offsets[0], b + offsets[1], c + offsets[2], output + offsets[3])
            for index in 0..<count { w[index] = function(x[index * stepA], y[index * stepB], z[index * stepC]) }
        }
    }

    /// Rows, or parts of the only row, on all threads.
    private func forEachPiece(_ body: (_ offsets: [Int], _ count: Int) -> Void) {
        if rows == 1 {
            let steps = strides.map { $0[shape.count - 1] }
            Native.parallel(inner, grain: 16384) { range in
                body(steps.map { $0 * range.lowerBound }, range.count)
            }
        } else if rows > 1 {
            Native.parallel(rows, grain: max(1, 16384 / inner)) { range in
                Strides.forEachRow(range, shape, strides) { body($1, inner) }
            }
        }
    }
}
#endif
