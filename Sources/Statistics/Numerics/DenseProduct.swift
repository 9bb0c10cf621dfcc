internal import Dispatch

/// Products of dense matrices stored row by row, a block at a time.
enum DenseProduct {
    /// A block of a matrix: where it begins and how far apart its rows are.
    struct Block {
        let start: UnsafePointer<Double>
        let stride: Int

        init(_ start: UnsafePointer<Double>, stride: Int) {
            (self.start, self.stride) = (start, stride)
        }

        func row(_ index: Int) -> UnsafePointer<Double> { start + index * stride }
    }

    /// C −= A Bᵀ with A of `rows` × `depth` and B of `columns` × `depth`.
    ///
    /// Two rows by four columns at once, so that eight sums of two lanes stay in registers.
    static func subtract(
        from c: UnsafeMutablePointer<Double>,
        stride: Int,
        _ a: Block,
        _ b: Block,
        rows: Int,
        columns: Int,
        depth: Int
    ) {
        let even = depth & ~1
        var row = 0
        while row + 1 < rows {
            let (a0, a1) = (a.row(row), a.row(row + 1))
            let (c0, c1) = (c + row * stride, c + (row + 1) * stride)
            var column = 0
            while column + 3 < columns {
                let (b0, b1, b2, b3) = (b.row(column), b.row(column + 1), b.row(column + 2), b.row(column + 3))
                var (s00, s01, s02, s03) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
                var (s10, s11, s12, s13) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
                var k = 0
                while k < even {
                    let (x0, x1) = (load(a0 + k), load(a1 + k))
                    let (y0, y1, y2, y3) = (load(b0 + k), load(b1 + k), load(b2 + k), load(b3 + k))
                    s00 += x0 * y0
                    s01 += x0 * y1
                    s02 += x0 * y2
                    s03 += x0 * y3
                    s10 += x1 * y0
                    s11 += x1 * y1
                    s12 += x1 * y2
                    s13 += x1 * y3
                    k += 2
                }
                let last = even < depth
                let (z0, z1) = last ? (a0[even], a1[even]) : (0, 0)
                let (w0, w1, w2, w3) = last ? (b0[even], b1[even], b2[even], b3[even]) : (0, 0, 0, 0)
                c0[column] -= s00.sum() + z0 * w0
                c0[column + 1] -= s01.sum() + z0 * w1
                c0[column + 2] -= s02.sum() + z0 * w2
                c0[column + 3] -= s03.sum() + z0 * w3
                c1[column] -= s10.sum() + z1 * w0
                c1[column + 1] -= s11.sum() + z1 * w1
                c1[column + 2] -= s12.sum() + z1 * w2
                c1[column + 3] -= s13.sum() + z1 * w3
                column += 4
            }
            while column < columns {
                c0[column] -= dot(a0, b.row(column), depth)
                c1[column] -= dot(a1, b.row(column), depth)
                column += 1
            }
            row += 2
        }
        if row < rows {
            for column in 0..<columns { c[row * stride + column] -= dot(a.row(row), b.row(column), depth) }
        }
    }

    /// The inner product of two runs of numbers.
    static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
        var (first, second) = (Lanes.zero, Lanes.zero)
        var k = 0
        while k + 3 < count {
            first += load(a + k) * load(b + k)
            second += load(a + k + 2) * load(b + k + 2)
            k += 4
        }
        var sum = (first + second).sum()
        while k < count {
            sum += a[k] * b[k]
            k += 1
        }
        return sum
    }

    /// Runs a body for each of some parts, on all cores where there is enough work for that.
    static func forEachPart(_ parts: Int, isLarge: Bool, _ body: @Sendable (Int) -> Void) {
        guard isLarge, parts > 1 else {
            for part in 0..<parts { body(part) }
            return
        }
        withoutActuallyEscaping(body) { body in
            DispatchQueue.concurrentPerform(iterations: parts) { body($0) }
        }
    }

    private typealias Lanes = SIMD2<Double>

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<Double>) -> Lanes {
        UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
    }
}
