internal import RealModule

/// y = μ + aᵢ + bⱼ + ε with normal effects, fitted by restricted maximum likelihood; every pair (i, j) once at most.
///
/// The likelihood is profiled over μ and the residual variance (Patterson and Thompson 1971, DOI 10.1093/biomet/58.3.545).
/// Of Henderson's equations the effects of the factor with more levels are eliminated, whose block is diagonal.
struct VarianceComponents {
    /// One observation.
    typealias Observation = (first: Int, second: Int, value: Double)

    /// The logarithms of both factors' variances over that of the residuals.
    private(set) var logRatios: [Double] = [0, 0]
    /// Second derivatives of the deviance by them, [11, 12, 22].
    private(set) var curvature: [Double] = []

    /// A variance that is a smaller share than this is estimated as 0.
    private static let leastLogRatio = -18.0

    /// The observations by level of the eliminated factor, with the levels of the other one.
    private let groups: [[(level: Int, value: Double)]]
    private let levels: Int
    private let isFirstEliminated: Bool
    private let count: Double
    private let squares: Double

    /// Fits the variances; nil where the likelihood has no maximum.
    init?(_ observations: [Observation], levels: (first: Int, second: Int)) {
        let isFirstEliminated = levels.first > levels.second
        let mean = observations.reduce(0) { $0 + $1.value } / Double(max(1, observations.count))
        var groups = [[(level: Int, value: Double)]](
            repeating: [],
            count: isFirstEliminated ? levels.first : levels.second
        )
        for (first, second, value) in observations {
            let (group, level) = isFirstEliminated ? (first, second) : (second, first)
            groups[group].append((level, value - mean))
        }
        (self.groups, self.isFirstEliminated) = (groups, isFirstEliminated)
        self.levels = isFirstEliminated ? levels.second : levels.first
        count = Double(observations.count)
        squares = observations.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
        guard squares > 0, maximize() else { return nil }
    }

    /// A factor's variance over that of the residuals.
    func ratio(_ factor: Int) -> Double {
        logRatios[factor] < Self.leastLogRatio ? 0 : Double.exp(logRatios[factor])
    }

    /// −2 log of the restricted likelihood at log-ratios of variances.
    private func deviance(_ logRatios: [Double]) -> Double {
        let own = isFirstEliminated ? 0 : 1
        let (precision, other) = (Double.exp(-logRatios[own]), Double.exp(-logRatios[1 - own]))
        var matrix = SquareMatrix(size: 1 + levels)
        var right = [Double](repeating: 0, count: 1 + levels)
        for level in 0..<levels { matrix[1 + level, 1 + level] = other }
        var (logDeterminant, explained) = (0.0, 0.0)
        for group in groups {
            let diagonal = Double(group.count) + precision
            logDeterminant += Double.log(diagonal)
            let sum = group.reduce(0) { $0 + $1.value }
            explained += sum * sum / diagonal
            let (size, share) = (Double(group.count), 1 / diagonal)
            matrix[0, 0] += size - size * size * share
            right[0] += sum - size * sum * share
            for (level, value) in group {
                let row = 1 + level
                matrix[row, 0] += 1 - size * share
                matrix[row, row] += 1
                right[row] += value - sum * share
                for (column, _) in group { matrix[row, 1 + column] -= share }
            }
        }
        guard let factor = matrix.choleskyFactor() else { return .infinity }
        var solution = right
        factor.solve(&solution)
        let rest = squares - explained - zip(solution, right).reduce(0) { $0 + $1.0 * $1.1 }
        guard rest > 0 else { return .infinity }
        return (count - 1) * Double.log(rest / (count - 1)) + factor.logDeterminant + logDeterminant
            + Double(groups.count) * logRatios[own] + Double(levels) * logRatios[1 - own]
    }

    /// Newton's method with derivatives from differences; a step along the gradient where the deviance is not convex.
    private mutating func maximize() -> Bool {
        var x = [0.0, 0.0]
        var value = deviance(x)
        for _ in 0..<200 {
            let (gradient, second) = derivatives(x, value)
            let determinant = second[0] * second[2] - second[1] * second[1]
            var step = gradient.map { $0 > 0 ? -1.0 : 1.0 }
            if second[0] > 0, determinant > 1e-12 {
                step = [
                    -(second[2] * gradient[0] - second[1] * gradient[1]) / determinant,
                    -(second[0] * gradient[1] - second[1] * gradient[0]) / determinant,
                ]
            }
            var scale = min(1, 2 / max(1e-300, abs(step[0]), abs(step[1])))
            var next = x
            var found = Double.infinity
            while scale > 1e-9 {
                next = zip(x, step).map { max(-20, min(20, $0 + scale * $1)) }
                found = deviance(next)
                if found <= value { break }
                scale /= 2
            }
            let change = max(abs(next[0] - x[0]), abs(next[1] - x[1]))
            if found <= value { (x, value) = (next, found) }
            if change < 1e-7 || found > value {
                (logRatios, curvature) = (x, derivatives(x, value).second)
                return value.isFinite && x.allSatisfy { $0 < 20 }
            }
        }
        return false
    }

    private func derivatives(_ x: [Double], _ value: Double) -> (gradient: [Double], second: [Double]) {
        let step = 1e-3
        func at(_ a: Double, _ b: Double) -> Double { deviance([x[0] + a * step, x[1] + b * step]) }
        let (right, left, up, down) = (at(1, 0), at(-1, 0), at(0, 1), at(0, -1))
        let mixed = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4
        return (
            [(right - left) / (2 * step), (up - down) / (2 * step)],
            [right - 2 * value + left, mixed, up - 2 * value + down].map { $0 / (step * step) }
        )
    }
}
