internal import RealModule

/// The lower triangle L of a symmetric positive definite A = L Lᵀ.
///
/// Blocks of columns are factored, and what they take from the rest is subtracted at once, so that large matrices are
/// read few times (Golub and Van Loan 2013, Matrix Computations, 4th edition, §4.2.9).
struct CholeskyFactor: Sendable {
    let size: Int
    private var lower: [Double]

    /// How many columns are factored before the rest is read.
    private let block: Int

    /// Factors a matrix, of which the lower triangle is read; nil where it is not positive definite in double precision.
    ///
    /// - Complexity: O(n³ / 6) multiplications.
    init?(_ matrix: consuming SquareMatrix) {
        let n = matrix.size
        let block = n > 200 ? 64 : 32
        (size, self.block) = (n, block)
        lower = []
        swap(&lower, &matrix.elements)
        let isPositive = lower.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return true }
            for start in stride(from: 0, to: n, by: block) {
                let width = min(block, n - start)
                guard Self.factorDiagonal(base + start * n + start, n, width) else { return false }
                let end = start + width
                Self.divide(base + end * n + start, base + start * n + start, n, rows: n - end, width: width)
                nonisolated(unsafe) let l = base
                let parts = (n - end + block - 1) / block
                DenseProduct.forEachPart(parts, isLarge: n - end > 200) { part in
                    let first = end + part * block
                    let last = min(first + block, n)
                    DenseProduct.subtract(
                        from: l + first * n + end,
                        stride: n,
                        .init(l + first * n + start, stride: n),
                        .init(l + end * n + start, stride: n),
                        rows: last - first,
                        columns: last - end,
                        depth: width
                    )
                }
            }
            return true
        }
        guard isPositive else { return nil }
    }

    /// The logarithm of the determinant of A.
    var logDeterminant: Double { (0..<size).reduce(0) { $0 + 2 * Double.log(lower[$1 * size + $1]) } }

    /// Solves A x = `right` in place.
    func solve(_ right: inout [Double]) {
        let n = size
        lower.withUnsafeBufferPointer { l in
            right.withUnsafeMutableBufferPointer { x in
                guard let l = l.baseAddress, let x = x.baseAddress else { return }
                for row in 0..<n { x[row] = (x[row] - DenseProduct.dot(l + row * n, x, row)) / l[row * n + row] }
                for row in stride(from: n - 1, through: 0, by: -1) {
                    let solved = x[row] / l[row * n + row]
                    x[row] = solved
                    for k in 0..<row { x[k] -= l[row * n + k] * solved }
                }
            }
        }
    }

    /// The inverse of A.
    ///
    /// - Complexity: O(n³ / 3) multiplications.
    func inverse() -> SquareMatrix {
        let (n, block) = (size, block)
        let rows = transposedInverse()
        var result = SquareMatrix(size: n)
        rows.withUnsafeBufferPointer { y in
            result.elements.withUnsafeMutableBufferPointer { r in
                guard let source = y.baseAddress, let base = r.baseAddress else { return }
                nonisolated(unsafe) let (y, r) = (source, base)
                let parts = (n + block - 1) / block
                DenseProduct.forEachPart(parts, isLarge: n > 200) { part in
                    let first = part * block
                    let last = min(first + block, n)
                    // A⁻¹ = L⁻ᵀ L⁻¹; rows of L⁻ᵀ are 0 left of the diagonal.
                    DenseProduct.subtract(
                        from: r + first * n,
                        stride: n,
                        .init(y + first * n + first, stride: n),
                        .init(y + first, stride: n),
                        rows: last - first,
                        columns: last,
                        depth: n - first
                    )
                }
                for row in 0..<n {
                    for column in 0...row {
                        let value = -r[row * n + column]
                        r[row * n + column] = value
                        r[column * n + row] = value
                    }
                }
            }
        }
        return result
    }

    /// The diagonal of the inverse of A.
    ///
    /// - Complexity: O(n³ / 6) multiplications.
    func inverseDiagonal() -> [Double] {
        let n = size
        return transposedInverse().withUnsafeBufferPointer { y in
            (0..<n).map { row in
                let start = y.baseAddress.unsafelyUnwrapped + row * n + row
                return DenseProduct.dot(start, start, n - row)
            }
        }
    }

    /// L⁻¹ times each of some vectors, given as rows.
    func forward(_ vectors: [Double], rows: Int) -> [Double] { divided(vectors, rows: rows, isTriangular: false) }

    /// The rows of L⁻ᵀ: row i solves L y = eᵢ.
    private func transposedInverse() -> [Double] {
        var rows = [Double](repeating: 0, count: size * size)
        for index in 0..<size { rows[index * size + index] = 1 }
        return divided(rows, rows: size, isTriangular: true)
    }

    /// X with X Lᵀ = B, where B may be known to be 0 left of the diagonal.
    private func divided(_ b: [Double], rows count: Int, isTriangular: Bool) -> [Double] {
        let (n, block) = (size, block)
        var rows = b
        lower.withUnsafeBufferPointer { l in
            rows.withUnsafeMutableBufferPointer { y in
                guard let source = l.baseAddress, let base = y.baseAddress else { return }
                nonisolated(unsafe) let (l, y) = (source, base)
                let parts = (count + block - 1) / block
                // Each part is a run of right sides of its own.
                DenseProduct.forEachPart(parts, isLarge: n > 200) { part in
                    let first = part * block
                    let rows = min(first + block, count) - first
                    for start in stride(from: isTriangular ? first : 0, to: n, by: block) {
                        let width = min(block, n - start)
                        Self.divide(y + first * n + start, l + start * n + start, n, rows: rows, width: width)
                        let end = start + width
                        DenseProduct.subtract(
                            from: y + first * n + end,
                            stride: n,
                            .init(y + first * n + start, stride: n),
                            .init(l + end * n + start, stride: n),
                            rows: rows,
                            columns: n - end,
                            depth: width
                        )
                    }
                }
            }
        }
        return rows
    }

    /// Factors a block on the diagonal in place; false where it is not positive definite.
    private static func factorDiagonal(_ l: UnsafeMutablePointer<Double>, _ stride: Int, _ width: Int) -> Bool {
        for row in 0..<width {
            for column in 0...row {
                let (a, b) = (l + row * stride, l + column * stride)
                let rest = a[column] - DenseProduct.dot(a, b, column)
                if column < row {
                    a[column] = rest / b[column]
                } else if rest > 0 {
                    a[row] = rest.squareRoot()
                } else {
                    return false
                }
            }
        }
        return true
    }

    /// Solves X Lᵀ = B in place of B, with a block L on the diagonal.
    private static func divide(
        _ x: UnsafeMutablePointer<Double>,
        _ l: UnsafePointer<Double>,
        _ stride: Int,
        rows: Int,
        width: Int
    ) {
        var row = 0
        // Four rows at once: their sums do not wait for each other.
        while row + 3 < rows {
            let (x0, x1) = (x + row * stride, x + (row + 1) * stride)
            let (x2, x3) = (x + (row + 2) * stride, x + (row + 3) * stride)
            for column in 0..<width {
                let factors = l + column * stride
                var (s0, s1, s2, s3) = (x0[column], x1[column], x2[column], x3[column])
                for k in 0..<column {
                    let factor = factors[k]
                    s0 -= factor * x0[k]
                    s1 -= factor * x1[k]
                    s2 -= factor * x2[k]
                    s3 -= factor * x3[k]
                }
                let diagonal = factors[column]
                (x0[column], x1[column]) = (s0 / diagonal, s1 / diagonal)
                (x2[column], x3[column]) = (s2 / diagonal, s3 / diagonal)
            }
            row += 4
        }
        while row < rows {
            let own = x + row * stride
            for column in 0..<width {
                let factors = l + column * stride
                own[column] = (own[column] - DenseProduct.dot(own, factors, column)) / factors[column]
            }
            row += 1
        }
    }
}
