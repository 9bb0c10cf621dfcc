internal import RealModule

/// A dense square matrix, row by row, with the factorization that symmetric positive definite systems need.
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
    ///
    /// - Complexity: O(n³ / 6) multiplications.
    func choleskyFactor() -> CholeskyFactor? {
        var factor = elements
        let n = size
        var positive = true
        factor.withUnsafeMutableBufferPointer { l in
            for row in 0..<n {
                let rowStart = row * n
                for column in 0...row {
                    let columnStart = column * n
                    var sum = l[rowStart + column]
                    for k in 0..<column { sum -= l[rowStart + k] * l[columnStart + k] }
                    if column < row {
                        l[rowStart + column] = sum / l[columnStart + column]
                    } else if sum > 0 {
                        l[rowStart + row] = sum.squareRoot()
                    } else {
                        positive = false
                        return
                    }
                }
            }
        }
        return positive ? CholeskyFactor(size: n, lower: factor) : nil
    }
}

/// The lower triangle L of A = L Lᵀ.
struct CholeskyFactor: Sendable {
    let size: Int
    fileprivate let lower: [Double]

    fileprivate init(size: Int, lower: [Double]) {
        self.size = size
        self.lower = lower
    }

    /// The logarithm of the determinant of A.
    var logDeterminant: Double { (0..<size).reduce(0) { $0 + 2 * Double.log(lower[$1 * size + $1]) } }

    /// Solves A x = `right` in place.
    func solve(_ right: inout [Double]) {
        let n = size
        lower.withUnsafeBufferPointer { l in
            right.withUnsafeMutableBufferPointer { x in
                for row in 0..<n {
                    var sum = x[row]
                    for k in 0..<row { sum -= l[row * n + k] * x[k] }
                    x[row] = sum / l[row * n + row]
                }
                for row in stride(from: n - 1, through: 0, by: -1) {
                    let solved = x[row] / l[row * n + row]
                    x[row] = solved
                    for k in 0..<row { x[k] -= l[row * n + k] * solved }
                }
            }
        }
    }

    /// The inverse of A.
    func inverse() -> SquareMatrix {
        var result = SquareMatrix(size: size)
        var column = [Double](repeating: 0, count: size)
        for index in 0..<size {
            for row in 0..<size { column[row] = 0 }
            column[index] = 1
            solve(&column)
            for row in 0..<size { result[row, index] = column[row] }
        }
        return result
    }
}
