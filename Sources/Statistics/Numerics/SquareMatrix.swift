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
    static func outerProduct(_ rows: inout [Double], count: Int) -> SquareMatrix {
        var result = SquareMatrix(size: count)
        guard count > 0 else { return result }
        let depth = rows.count / count
        rows.withUnsafeMutableBufferPointer { rows in
            result.elements.withUnsafeMutableBufferPointer { result in
                guard let a = rows.baseAddress, let c = result.baseAddress else { return }
                let block = DenseProduct.Block(a, stride: depth)
                DenseProduct.subtract(.init(c, stride: count), block, block, rows: count, columns: count, depth: depth)
                for index in result.indices { result[index] = -result[index] }
            }
        }
        return result
    }

    /// A Bᵀ, row by row, where B is stored row by row in rows as long as A's.
    func product(_ rows: inout [Double]) -> [Double] {
        let count = size > 0 ? rows.count / size : 0
        var result = [Double](repeating: 0, count: size * count)
        var own = elements
        own.withUnsafeMutableBufferPointer { own in
            rows.withUnsafeMutableBufferPointer { rows in
                result.withUnsafeMutableBufferPointer { result in
                    guard let a = own.baseAddress, let b = rows.baseAddress, let c = result.baseAddress else { return }
                    DenseProduct.subtract(
                        .init(c, stride: count),
                        .init(a, stride: size),
                        .init(b, stride: size),
                        rows: size,
                        columns: count,
                        depth: size
                    )
                    for index in result.indices { result[index] = -result[index] }
                }
            }
        }
        return result
    }
}
