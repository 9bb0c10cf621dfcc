#if NativeLibraries
import SeededRandom
import Tensor

extension Tensor {
    /// Maps `[K,h,w]` as points of K coordinates, one a position, projected onto the direction in which they vary most:
    /// `[h,w]`.
    ///
    /// Every channel is centered over positions first. The direction is the first right singular vector; of its two
    /// signs, that is taken for which the value furthest from 0 is positive.
    func principalProjection() -> Tensor {
        let (channels, plane) = (shape[0], shape[1] * shape[2])
        var centered = [Double](repeating: 0, count: channels * plane)
        for index in 0..<channels {
            let own = channel(index)
            let mean = own.reduce(0) { $0 + Double($1) } / Double(plane)
            for (position, value) in own.enumerated() { centered[index * plane + position] = Double(value) - mean }
        }
        // Of the two products of the matrix with itself, the smaller one has all that is needed.
        let byPosition = plane <= channels
        let size = min(plane, channels)
        let product = Self.products(centered, rows: channels, columns: plane, ofColumns: byPosition)
        let (value, vector) = PrincipalAxis.find(product, size: size)
        var projection: [Double]
        if byPosition {
            projection = vector.map { $0 * max(0, value).squareRoot() }
        } else {
            projection = [Double](repeating: 0, count: plane)
            for channel in 0..<channels {
                for position in 0..<plane {
                    projection[position] += vector[channel] * centered[channel * plane + position]
                }
            }
        }
        let (low, high) = (projection.min() ?? 0, projection.max() ?? 0)
        if abs(low) > abs(high) { projection = projection.map { -$0 } }
        return Tensor(shape: [shape[1], shape[2]], values: projection.map { Float($0) })
    }

    /// The inner products of all pairs of rows, or of columns, of a matrix.
    private static func products(_ matrix: [Double], rows: Int, columns: Int, ofColumns: Bool) -> [Double] {
        let size = ofColumns ? columns : rows
        var result = [Double](repeating: 0, count: size * size)
        result.withUnsafeMutableBufferPointer { result in
            matrix.withUnsafeBufferPointer { matrix in
                if ofColumns {
                    for row in 0..<rows {
                        let own = UnsafeBufferPointer(rebasing: matrix[row * columns..<(row + 1) * columns])
                        for first in 0..<columns where own[first] != 0 {
                            for second in 0..<columns { result[first * columns + second] += own[first] * own[second] }
                        }
                    }
                } else {
                    for first in 0..<rows {
                        for second in first..<rows {
                            var sum = 0.0
                            for column in 0..<columns {
                                sum += matrix[first * columns + column] * matrix[second * columns + column]
                            }
                            result[first * rows + second] = sum
                            result[second * rows + first] = sum
                        }
                    }
                }
            }
        }
        return result
    }
}

/// The largest eigenvalue of a symmetric matrix without negative ones, by iterating a block of vectors.
enum PrincipalAxis {
    /// How many vectors are iterated: the first converges as fast as the eigenvalue behind them all is smaller than its
    /// own.
    private static let block = 8

    /// - Parameter matrix: `[size,size]`.
    /// - Returns: The eigenvalue and its vector of length 1.
    /// - Complexity: O(size² · iterations), of which there are seldom more than some tens.
    static func find(_ matrix: [Double], size: Int) -> (value: Double, vector: [Double]) {
        let count = min(block, size)
        var generator = SeededGenerator(seed: 1)
        var vectors = (0..<count).map { _ in (0..<size).map { _ in generator.uniform() - 0.5 } }
        var value = 0.0
        for _ in 0..<1000 {
            orthonormalize(&vectors)
            var images = vectors.map { multiply(matrix, $0) }
            let inner = vectors.map { vector in images.map { dot(vector, $0) } }
            let rotation = SymmetricRotation.diagonalizing(inner)
            vectors = combined(vectors, rotation.vectors)
            images = combined(images, rotation.vectors)
            value = rotation.values[0]
            let rest = zip(images[0], vectors[0]).reduce(0.0) { sum, pair in
                let difference = pair.0 - value * pair.1
                return sum + difference * difference
            }
            if rest.squareRoot() <= 1e-12 * value || value <= 0 { break }
            vectors = images
        }
        orthonormalize(&vectors)
        return (value, vectors[0])
    }

    private static func multiply(_ matrix: [Double], _ vector: [Double]) -> [Double] {
        let size = vector.count
        return matrix.withUnsafeBufferPointer { matrix in
            vector.withUnsafeBufferPointer { vector in
                (0..<size).map { row in
                    // Four sums, which need not wait for each other.
                    var sums = SIMD4<Double>.zero
                    var column = 0
                    while column + 4 <= size {
                        let start = row * size + column
                        let own = SIMD4(matrix[start], matrix[start + 1], matrix[start + 2], matrix[start + 3])
                        sums += own * SIMD4(vector[column], vector[column + 1], vector[column + 2], vector[column + 3])
                        column += 4
                    }
                    var sum = sums.sum()
                    while column < size {
                        sum += matrix[row * size + column] * vector[column]
                        column += 1
                    }
                    return sum
                }
            }
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }

    /// Gram and Schmidt, twice; what depends on the vectors before it becomes 0.
    private static func orthonormalize(_ vectors: inout [[Double]]) {
        for index in vectors.indices {
            let before = dot(vectors[index], vectors[index]).squareRoot()
            for _ in 0..<2 {
                for other in 0..<index {
                    let part = dot(vectors[index], vectors[other])
                    for element in vectors[index].indices { vectors[index][element] -= part * vectors[other][element] }
                }
            }
            let length = dot(vectors[index], vectors[index]).squareRoot()
            let scale = length > 1e-14 * before && length > 0 ? 1 / length : 0
            for element in vectors[index].indices { vectors[index][element] *= scale }
        }
    }

    /// Vector i of the result is Σ_j vectors_j · rotation_ji.
    private static func combined(_ vectors: [[Double]], _ rotation: [[Double]]) -> [[Double]] {
        rotation[0].indices.map { column in
            var result = [Double](repeating: 0, count: vectors[0].count)
            for row in vectors.indices {
                let factor = rotation[row][column]
                for element in result.indices { result[element] += factor * vectors[row][element] }
            }
            return result
        }
    }
}

/// Eigenvalues of a small symmetric matrix by Jacobi's rotations, the largest first.
struct SymmetricRotation {
    let values: [Double]
    /// `[size][size]`, a vector in each column.
    let vectors: [[Double]]

    static func diagonalizing(_ matrix: [[Double]]) -> SymmetricRotation {
        let size = matrix.count
        var a = matrix
        var v = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
        for _ in 0..<60 {
            var (outside, inside) = (0.0, 0.0)
            for row in 0..<size {
                for column in 0..<size {
                    if row == column {
                        inside += a[row][row] * a[row][row]
                    } else {
                        outside += a[row][column] * a[row][column]
                    }
                }
            }
            if outside <= 1e-32 * inside { break }
            for p in 0..<size {
                for q in p + 1..<max(size, p + 1) where a[p][q] != 0 {
                    let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                    let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                    let cosine = 1 / (tangent * tangent + 1).squareRoot()
                    let sine = tangent * cosine
                    for k in 0..<size {
                        let (x, y) = (a[k][p], a[k][q])
                        (a[k][p], a[k][q]) = (cosine * x - sine * y, sine * x + cosine * y)
                    }
                    for k in 0..<size {
                        let (x, y) = (a[p][k], a[q][k])
                        (a[p][k], a[q][k]) = (cosine * x - sine * y, sine * x + cosine * y)
                    }
                    for k in 0..<size {
                        let (x, y) = (v[k][p], v[k][q])
                        (v[k][p], v[k][q]) = (cosine * x - sine * y, sine * x + cosine * y)
                    }
                }
            }
        }
        let order = (0..<size).sorted { a[$0][$0] > a[$1][$1] }
        return SymmetricRotation(values: order.map { a[$0][$0] }, vectors: v.map { row in order.map { row[$0] } })
    }
}
#endif
