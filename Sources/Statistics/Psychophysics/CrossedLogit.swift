internal import RealModule

/// The likelihood of right answers with normal effects of two crossed factors, by Laplace's approximation.
///
/// log-odds η = xβ + σ_a u_a + σ_b u_b with standard normal u. The integrand over u is taken at its mode û with the
/// curvature H there: log L ≈ Σ log p(y | û) − ½ û'û − ½ log |H|, as lme4's `glmer` with `nAGQ = 1` (Bates et al. 2015,
/// DOI 10.18637/jss.v067.i01). H is diagonal within each factor, so that the larger factor is eliminated and only a matrix
/// over the smaller one is factored.
struct CrossedLogit {
    /// One answer.
    struct Observation {
        /// Its level of the factor that is eliminated.
        let outer: Int
        /// Its level of the other factor.
        let inner: Int
        let group: Int
        let isCorrect: Bool
    }

    /// One combination of levels that occurs.
    struct Cell {
        let outer: Int
        let inner: Int
    }

    let outerCount: Int
    let innerCount: Int
    let groupCount: Int
    let observations: [Observation]
    let cells: [Cell]
    /// The first cell of each outer level, and the number of cells at the end.
    let cellStart: [Int]
    let cellOf: [Int]

    /// Arranges answers.
    init(_ answers: [Observation], outerCount: Int, innerCount: Int, groupCount: Int) {
        (self.outerCount, self.innerCount, self.groupCount) = (outerCount, innerCount, groupCount)
        observations = answers.sorted { ($0.outer, $0.inner) < ($1.outer, $1.inner) }
        var (cells, cellOf): ([Cell], [Int]) = ([], [])
        var cellStart = [Int](repeating: 0, count: outerCount + 1)
        for observation in observations {
            if cells.last.map({ $0.outer != observation.outer || $0.inner != observation.inner }) ?? true {
                cells.append(Cell(outer: observation.outer, inner: observation.inner))
                cellStart[observation.outer + 1] += 1
            }
            cellOf.append(cells.count - 1)
        }
        for outer in 0..<outerCount { cellStart[outer + 1] += cellStart[outer] }
        (self.cells, self.cellOf, self.cellStart) = (cells, cellOf, cellStart)
    }

    /// The effects at which the integrand is largest.
    struct Mode {
        var outer: [Double]
        var inner: [Double]
    }

    /// The mode at which a search may start.
    var origin: Mode {
        Mode(outer: [Double](repeating: 0, count: outerCount), inner: [Double](repeating: 0, count: innerCount))
    }

    /// What is fitted: the standard deviations of both factors and the log-odds, of which the first is that of group 0 and
    /// the others are differences to it.
    struct Parameters {
        let outer: Double
        let inner: Double
        let fixed: [Double]

        init(_ point: [Double]) { (outer, inner, fixed) = (point[0], point[1], Array(point.dropFirst(2))) }

        func logOdds(_ group: Int) -> Double { fixed[0] + (group > 0 ? fixed[group] : 0) }
    }

    /// The logarithm of the likelihood and its gradient; moves `mode` to the mode there.
    ///
    /// Nil where the mode is not found.
    func logLikelihood(_ point: [Double], _ mode: inout Mode) -> (value: Double, gradient: [Double])? {
        let parameters = Parameters(point)
        guard let curvature = findMode(parameters, &mode) else { return nil }
        let squares = (mode.outer + mode.inner).reduce(0) { $0 + $1 * $1 }
        let value = curvature.logProbability - squares / 2 - curvature.logDeterminant / 2
        return (value, gradient(parameters, mode, curvature))
    }

    /// The answers' probabilities and the factored curvature at some effects.
    struct Curvature {
        var logProbability: Double
        /// The probability of a right answer.
        var means: [Double]
        /// The diagonal of the eliminated factor.
        var diagonal: [Double]
        /// The entries between the factors, by cell.
        var mixed: [Double]
        /// What is left of the other factor once the first is eliminated.
        var factor: CholeskyFactor?

        var logDeterminant: Double {
            diagonal.reduce(factor?.logDeterminant ?? 0) { $0 + Double.log($1) }
        }
    }

    private func findMode(_ parameters: Parameters, _ mode: inout Mode) -> Curvature? {
        guard var current = curvature(parameters, mode) else { return nil }
        for _ in 0..<100 {
            let (outer, inner) = slope(parameters, mode, current)
            let largest = (outer + inner).reduce(0) { max($0, abs($1)) }
            if largest < 1e-11 { return current }
            guard let factor = current.factor else { return nil }
            let step = solve(current, factor, outer, inner)
            let before = objective(mode, current)
            var (length, isLower) = (1.0, false)
            for _ in 0..<40 {
                var moved = mode
                for index in moved.outer.indices { moved.outer[index] += length * step.outer[index] }
                for index in moved.inner.indices { moved.inner[index] += length * step.inner[index] }
                guard let next = curvature(parameters, moved) else { return nil }
                if objective(moved, next) >= before - 1e-12 * abs(before) {
                    (mode, current, isLower) = (moved, next, true)
                    break
                }
                length /= 2
            }
            // A step that gains nothing any more ends the search where the slope is that of rounding.
            guard isLower else { return largest < 1e-6 ? current : nil }
            if largest < 1e-9 { return current }
        }
        return nil
    }

    private func objective(_ mode: Mode, _ curvature: Curvature) -> Double {
        curvature.logProbability - (mode.outer + mode.inner).reduce(0) { $0 + $1 * $1 } / 2
    }

    private func curvature(_ parameters: Parameters, _ mode: Mode) -> Curvature? {
        var result = Curvature(
            logProbability: 0,
            means: [Double](repeating: 0, count: observations.count),
            diagonal: [Double](repeating: 1, count: outerCount),
            mixed: [Double](repeating: 0, count: cells.count),
            factor: nil
        )
        var rest = SquareMatrix(size: innerCount)
        for index in 0..<innerCount { rest[index, index] = 1 }
        let (a, b) = (parameters.outer, parameters.inner)
        for (index, own) in observations.enumerated() {
            let eta = parameters.logOdds(own.group) + a * mode.outer[own.outer] + b * mode.inner[own.inner]
            // log p = −log(1 + e^∓η), without overflow.
            let signed = own.isCorrect ? eta : -eta
            result.logProbability -= Double.log(onePlus: Double.exp(-abs(signed))) + max(0, -signed)
            let mean = 1 / (1 + Double.exp(-eta))
            let weight = mean * (1 - mean)
            result.means[index] = mean
            result.diagonal[own.outer] += a * a * weight
            result.mixed[cellOf[index]] += a * b * weight
            rest[own.inner, own.inner] += b * b * weight
        }
        eliminate(result, &rest)
        guard result.logProbability.isFinite, let factor = rest.choleskyFactor() else { return nil }
        result.factor = factor
        return result
    }

    /// Subtracts C'D⁻¹C, of which the factorization reads the lower triangle.
    private func eliminate(_ curvature: Curvature, _ rest: inout SquareMatrix) {
        let size = innerCount
        rest.elements.withUnsafeMutableBufferPointer { rest in
            cells.withUnsafeBufferPointer { cells in
                curvature.mixed.withUnsafeBufferPointer { mixed in
                    for outer in 0..<outerCount {
                        let own = cellStart[outer]..<cellStart[outer + 1]
                        let scale = 1 / curvature.diagonal[outer]
                        for row in own {
                            let (factor, start) = (mixed[row] * scale, cells[row].inner * size)
                            for column in own.lowerBound...row {
                                rest[start + cells[column].inner] -= factor * mixed[column]
                            }
                        }
                    }
                }
            }
        }
    }

    /// The derivative of the integrand's logarithm by the effects.
    private func slope(_ parameters: Parameters, _ mode: Mode, _ curvature: Curvature) -> (
        outer: [Double], inner: [Double]
    ) {
        var (outer, inner) = (mode.outer.map { -$0 }, mode.inner.map { -$0 })
        for (index, own) in observations.enumerated() {
            let residual = (own.isCorrect ? 1 : 0) - curvature.means[index]
            outer[own.outer] += parameters.outer * residual
            inner[own.inner] += parameters.inner * residual
        }
        return (outer, inner)
    }

    /// Solves H x = (outer, inner).
    func solve(
        _ curvature: Curvature,
        _ factor: CholeskyFactor,
        _ outer: [Double],
        _ inner: [Double]
    ) -> (outer: [Double], inner: [Double]) {
        var solvedInner = inner
        for (cell, value) in zip(cells, curvature.mixed) {
            solvedInner[cell.inner] -= value * outer[cell.outer] / curvature.diagonal[cell.outer]
        }
        factor.solve(&solvedInner)
        var solvedOuter = outer
        for (cell, value) in zip(cells, curvature.mixed) { solvedOuter[cell.outer] -= value * solvedInner[cell.inner] }
        return (zip(solvedOuter, curvature.diagonal).map { $0 / $1 }, solvedInner)
    }
}
