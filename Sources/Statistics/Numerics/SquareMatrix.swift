/// A dense square matrix, row by row.
struct SquareMatrix: Sendable {
    let size: Int
    var elements: [Double]

    /// A matrix of zeros.
    init(size: Int) {
        self.size = size
        elements = [Double](repeating: 0, count: size * size)
    }

    subscript(row: Int, column: Int) -> Double {
        get { elements[row * size + column] }
        set { elements[row * size + column] = newValue }
    }

    /// The rows and columns with some indices.
    func block(_ indices: [Int]) -> SquareMatrix {
        var block = SquareMatrix(size: indices.count)
        for (row, from) in indices.enumerated() {
            for (column, other) in indices.enumerated() { block[row, column] = self[from, other] }
        }
        return block
    }

    /// Solves A x = b in place by elimination with exchange of rows; false where A is singular in double precision.
    ///
    /// - Complexity: O(n³).
    func solve(_ b: inout [Double]) -> Bool {
        var a = self
        for column in 0..<size {
            guard let pivot = (column..<size).max(by: { abs(a[$0, column]) < abs(a[$1, column]) }),
                abs(a[pivot, column]) > 1e-300
            else { return false }
            if pivot != column {
                for index in 0..<size {
                    (a[pivot, index], a[column, index]) = (a[column, index], a[pivot, index])
                }
                b.swapAt(pivot, column)
            }
            for row in column + 1..<max(column + 1, size) {
                let factor = a[row, column] / a[column, column]
                guard factor != 0 else { continue }
                for index in column..<size { a[row, index] -= factor * a[column, index] }
                b[row] -= factor * b[column]
            }
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
            for index in row + 1..<max(row + 1, size) { b[row] -= a[row, index] * b[index] }
            b[row] /= a[row, row]
        }
        return b.allSatisfy(\.isFinite)
    }

    /// The lower Cholesky factor, or nil where the matrix is not positive definite in double precision.
    func choleskyFactor() -> CholeskyFactor? { CholeskyFactor(self) }

    /// A Aᵀ of a matrix stored row by row, of as many rows as the result and any number of columns.
    static func outerProduct(_ rows: [Double], count: Int) -> SquareMatrix {
        var result = SquareMatrix(size: count)
        guard count > 0 else { return result }
        result.elements = product(rows, rows, rows: count, columns: count, depth: rows.count / count)
        return result
    }

    /// A Bᵀ, row by row, where B is stored row by row in rows as long as A's.
    func product(_ rows: [Double]) -> [Double] {
        guard size > 0 else { return [] }
        return Self.product(elements, rows, rows: size, columns: rows.count / size, depth: size)
    }

    private static func product(
        _ a: [Double],
        _ b: [Double],
        rows: Int,
        columns: Int,
        depth: Int
    ) -> [Double] {
        var result = [Double](repeating: 0, count: rows * columns)
        result.withUnsafeMutableBufferPointer { result in
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    guard let a = a.baseAddress, let b = b.baseAddress, let c = result.baseAddress else { return }
                    DenseProduct.subtract(
                        from: c,
                        stride: columns,
                        .init(a, stride: depth),
                        .init(b, stride: depth),
                        rows: rows,
                        columns: columns,
                        depth: depth
                    )
                }
            }
            for index in result.indices { result[index] = -result[index] }
        }
        return result
    }
}
