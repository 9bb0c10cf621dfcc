internal import RealModule

/// The restricted likelihood of y = μ + a + b + ε with normal effects of two crossed factors.
///
/// It is profiled over μ and the residual variance and taken from Henderson's equations, whose matrix is diagonal within
/// each factor: the larger factor is eliminated, so that only a matrix over the mean and the smaller one is factored.
struct RestrictedLikelihood {
    /// One rating.
    struct Observation {
        /// Its level of the factor that is eliminated.
        let outer: Int
        /// Its level of the other factor.
        let inner: Int
        let value: Double
    }

    /// What follows from two log-ratios of variances to the residual one.
    struct Evaluation {
        /// −2 log of the restricted likelihood.
        let deviance: Double
        /// Its derivative by the log-ratios.
        let gradient: [Double]
        let mean: Double
        let outer: [Double]
        let inner: [Double]
        /// The residual variance.
        let residual: Double
        /// The variance of the mean over the residual variance.
        let meanVariance: Double
        /// The derivative of `meanVariance` by the log-ratios.
        let meanVarianceSlope: [Double]
        /// What each factor's effects add to the penalized squares, which fall by it as the log-ratio rises.
        let penalties: [Double]
    }

    private let observations: [Observation]
    private let outerCount: Int
    private let innerCount: Int
    /// The first observation of each outer level, and the number of observations at the end.
    private let start: [Int]
    /// Counts of the mean and the inner levels.
    private let counts: SquareMatrix
    private let center: Double

    /// Arranges ratings.
    init(_ ratings: [Observation], outerCount: Int, innerCount: Int) {
        let mean = ratings.reduce(0) { $0 + $1.value } / Double(max(1, ratings.count))
        (self.outerCount, self.innerCount, center) = (outerCount, innerCount, mean)
        observations = ratings.sorted { ($0.outer, $0.inner) < ($1.outer, $1.inner) }
            .map { Observation(outer: $0.outer, inner: $0.inner, value: $0.value - mean) }
        var (start, counts) = ([Int](repeating: 0, count: outerCount + 1), SquareMatrix(size: innerCount + 1))
        for own in observations {
            start[own.outer + 1] += 1
            counts[0, 0] += 1
            counts[own.inner + 1, 0] += 1
            counts[own.inner + 1, own.inner + 1] += 1
        }
        for level in 0..<outerCount { start[level + 1] += start[level] }
        (self.start, self.counts) = (start, counts)
    }

    /// The number of degrees of freedom of the residual variance.
    var free: Double { Double(observations.count - 1) }

    /// Henderson's equations at the log-ratios of the outer and the inner factor; nil where they have no solution.
    func evaluate(_ ratios: [Double]) -> Evaluation? {
        let (outerPenalty, innerPenalty) = (Double.exp(-ratios[0]), Double.exp(-ratios[1]))
        let diagonal = (0..<outerCount).map { Double(start[$0 + 1] - start[$0]) + outerPenalty }
        var (sums, right) = (
            [Double](repeating: 0, count: outerCount), [Double](repeating: 0, count: innerCount + 1)
        )
        for own in observations {
            sums[own.outer] += own.value
            right[own.inner + 1] += own.value
            right[0] += own.value
        }
        for level in 0..<outerCount { addRow(level, -sums[level] / diagonal[level], to: &right) }
        guard let factor = reduced(diagonal, innerPenalty).choleskyFactor() else { return nil }
        factor.solve(&right)
        let inner = Array(right.dropFirst())
        let outer = (0..<outerCount).map { level in
            (sums[level] - observations[start[level]..<start[level + 1]].reduce(0) { $0 + right[0] + inner[$1.inner] })
                / diagonal[level]
        }
        let penalties = [
            outerPenalty * outer.reduce(0) { $0 + $1 * $1 }, innerPenalty * inner.reduce(0) { $0 + $1 * $1 },
        ]
        let squares = observations.reduce(0.0) { sum, own in
            let rest = own.value - right[0] - outer[own.outer] - inner[own.inner]
            return sum + rest * rest
        }
        let rest = squares + penalties[0] + penalties[1]
        guard rest > 0, rest.isFinite else { return nil }
        let traces = traces(factor.inverse(), diagonal)
        let determinant = diagonal.reduce(factor.logDeterminant) { $0 + Double.log($1) }
        let (n, m) = (Double(outerCount), Double(innerCount))
        return Evaluation(
            deviance: free * (Double.log(rest / free) + 1 + Double.log(2 * Double.pi)) + determinant + n * ratios[0]
                + m * ratios[1],
            gradient: [
                n - outerPenalty * traces.outer - free * penalties[0] / rest,
                m - innerPenalty * traces.inner - free * penalties[1] / rest,
            ],
            mean: center + right[0],
            outer: outer,
            inner: inner,
            residual: rest / free,
            meanVariance: traces.mean,
            meanVarianceSlope: [outerPenalty * traces.outerMean, innerPenalty * traces.innerMean],
            penalties: penalties
        )
    }

    /// A variance whose log-ratio is below this is estimated as 0, which lies at minus infinity, where the deviance is flat.
    static let leastRatio = -13.0
    /// The log-ratio of a variance of 0.
    private static let zero = -30.0

    /// The log-ratios of the largest likelihood, outer and inner; nil where there is none.
    func maximum() -> [Double]? {
        func clamped(_ ratios: [Double]) -> [Double] { ratios.map { max(Self.zero, min(30, $0)) } }
        let found = QuasiNewton.minimum(from: [0, 0], tolerance: 1e-7) { ratios in
            evaluate(clamped(ratios)).map { ($0.deviance, $0.gradient) }
        }
        guard var point = found?.point, point.allSatisfy({ $0 < 20 }) else { return nil }
        let positive = point.indices.filter { point[$0] > Self.leastRatio }
        for index in point.indices where !positive.contains(index) { point[index] = Self.zero }
        // Newton's steps take the last digits, so that the order of the ratings does not matter.
        for _ in 0..<3 where !positive.isEmpty {
            guard let own = evaluate(point), let curvature = curvature(point)?.block(positive),
                let factor = curvature.choleskyFactor()
            else { break }
            var step = positive.map { own.gradient[$0] }
            factor.solve(&step)
            guard step.allSatisfy({ abs($0) < 1e-3 }) else { break }
            for (place, index) in positive.enumerated() { point[index] -= step[place] }
        }
        return point
    }

    /// The second derivatives of the deviance by the log-ratios, from differences of its gradient.
    func curvature(_ point: [Double]) -> SquareMatrix? {
        let step = 1e-4
        var curvature = SquareMatrix(size: 2)
        for row in 0..<2 {
            var (above, below) = (point, point)
            above[row] += step
            below[row] -= step
            guard let high = evaluate(above)?.gradient, let low = evaluate(below)?.gradient else { return nil }
            for column in 0..<2 {
                let change = (high[column] - low[column]) / (2 * step)
                curvature[row, column] += change / 2
                curvature[column, row] += change / 2
            }
        }
        return curvature
    }

    /// The counts of mean and inner levels once the outer ones are eliminated; the lower triangle only.
    private func reduced(_ diagonal: [Double], _ innerPenalty: Double) -> SquareMatrix {
        var matrix = counts
        for level in 1...innerCount { matrix[level, level] += innerPenalty }
        let size = innerCount + 1
        matrix.elements.withUnsafeMutableBufferPointer { matrix in
            observations.withUnsafeBufferPointer { observations in
                for level in 0..<outerCount {
                    let (own, scale) = (start[level]..<start[level + 1], 1 / diagonal[level])
                    let count = Double(own.count)
                    matrix[0] -= count * count * scale
                    for row in own {
                        let first = (observations[row].inner + 1) * size
                        matrix[first] -= count * scale
                        for column in own.lowerBound...row { matrix[first + observations[column].inner + 1] -= scale }
                    }
                }
            }
        }
        return matrix
    }

    /// Adds a multiple of an outer level's counts to a vector over the mean and the inner levels.
    private func addRow(_ level: Int, _ factor: Double, to vector: inout [Double]) {
        for own in observations[start[level]..<start[level + 1]] {
            vector[0] += factor
            vector[own.inner + 1] += factor
        }
    }

    /// Traces of the inverse by factor, the entry of the mean, and the squares of its entries with each factor.
    private func traces(
        _ inverse: SquareMatrix,
        _ diagonal: [Double]
    ) -> (outer: Double, inner: Double, mean: Double, outerMean: Double, innerMean: Double) {
        let size = innerCount + 1
        var (outer, outerMean) = (0.0, 0.0)
        var column = [Double](repeating: 0, count: size)
        for level in 0..<outerCount {
            let own = start[level]..<start[level + 1]
            let count = Double(own.count)
            inverse.elements.withUnsafeBufferPointer { inverse in
                for index in 0..<size { column[index] = count * inverse[index] }
                for row in own {
                    let first = (observations[row].inner + 1) * size
                    for index in 0..<size { column[index] += inverse[first + index] }
                }
            }
            let sum = observations[own].reduce(count * column[0]) { $0 + column[$1.inner + 1] }
            let scale = 1 / diagonal[level]
            outer += scale + scale * scale * sum
            outerMean += scale * scale * column[0] * column[0]
        }
        let inner = (1..<size).reduce(0) { $0 + inverse[$1, $1] }
        let innerMean = (1..<size).reduce(0) { $0 + inverse[$1, 0] * inverse[$1, 0] }
        return (outer, inner, inverse[0, 0], outerMean, innerMean)
    }
}
