#if NativeLibraries
/// Linear equations with a symmetric matrix that has no negative eigenvalue, factored once (Cholesky).
package struct SymmetricSystem {
    private let size: Int
    /// The lower factor, row by row.
    private var factor: [Double]
    /// Unknowns that the others determine already, or that no equation holds; their solution is 0.
    package private(set) var undetermined: [Int] = []

    /// - Parameter matrix: `[n,n]`, row by row; the lower half is read.
    package init(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "The matrix is square.")
        self.size = size
        factor = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = matrix[row * size + column]
                for inner in 0..<column { sum -= factor[row * size + inner] * factor[column * size + inner] }
                if column < row {
                    let pivot = factor[column * size + column]
                    factor[row * size + column] = pivot > 0 ? sum / pivot : 0
                } else if sum > 1e-11 * matrix[row * size + row] {
                    factor[row * size + row] = sum.squareRoot()
                } else {
                    // Its row must not reach into later ones.
                    for inner in 0...row { factor[row * size + inner] = 0 }
                    undetermined.append(row)
                }
            }
        }
    }

    /// The unknowns for a right-hand side.
    package func solution(_ right: [Double]) -> [Double] {
        var values = right
        for row in 0..<size {
            let pivot = factor[row * size + row]
            guard pivot > 0 else {
                values[row] = 0
                continue
            }
            for column in 0..<row { values[row] -= factor[row * size + column] * values[column] }
            values[row] /= pivot
        }
        for row in stride(from: size - 1, through: 0, by: -1) {
            let pivot = factor[row * size + row]
            guard pivot > 0 else { continue }
            for later in row + 1..<size where later < size { values[row] -= factor[later * size + row] * values[later] }
            values[row] /= pivot
        }
        return values
    }
}
#endif
