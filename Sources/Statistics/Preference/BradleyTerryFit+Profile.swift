internal import RealModule

extension BradleyTerryFit {
    /// The maximum among log-worths for which a weighted sum has a given value.
    struct Constrained {
        let worths: [Double]
        let logLikelihood: Double
        /// How the maximum changes with the value.
        let slope: Double
    }

    /// The least and greatest value of a weighted sum of log-worths, weights having sum 0, at which the log-likelihood is
    /// not further than `drop` below its maximum; nil where a search fails.
    ///
    /// Venzon and Moolgavkar 1988, Applied Statistics 37(1):87-94, DOI 10.2307/2347496.
    func profileInterval(of weights: [Double], drop: Double) -> ConfidenceInterval? {
        guard let factor = information(at: logWorths).choleskyFactor() else { return nil }
        var direction = weights
        factor.solve(&direction)
        let variance = Self.dot(weights, direction)
        guard variance > 0, drop > 0 else { return nil }
        let ends = [-1.0, 1.0].map { end(of: weights, direction, variance, drop, sign: $0) }
        guard let lower = ends[0], let upper = ends[1] else { return nil }
        return ConfidenceInterval(finite: lower, upper)
    }

    /// Where the signed root of twice the drop, nearly a straight line, reaches its target.
    private func end(
        of weights: [Double],
        _ direction: [Double],
        _ variance: Double,
        _ drop: Double,
        sign: Double
    ) -> Double? {
        let target = (2 * drop).squareRoot()
        let estimate = Self.dot(weights, logWorths)
        var distance = target * variance.squareRoot()
        var (low, high) = (0.0, Double.infinity)
        var start = zip(logWorths, direction).map { $0 + sign * distance / variance * $1 }
        for _ in 0..<50 {
            let value = estimate + sign * distance
            guard let found = constrained(weights, value, from: start) else {
                // Too far out for the arithmetic.
                high = distance
                distance = (low + high) / 2
                start = logWorths
                continue
            }
            start = found.worths
            let root = max(0, 2 * (logLikelihood - found.logLikelihood)).squareRoot()
            if root < target { low = distance } else { high = distance }
            let gradient = root > 0 ? -sign * found.slope / root : 1 / variance.squareRoot()
            var next = distance + (target - root) / gradient
            if !(next > low && next < high) { next = high.isFinite ? (low + high) / 2 : 2 * distance }
            if abs(next - distance) < 1e-9 * max(1, distance) { return estimate + sign * next }
            let change = sign * (next - distance) / variance
            for index in start.indices { start[index] += change * direction[index] }
            distance = next
        }
        return nil
    }

    /// Newton's method on the log-worths for which the weighted sum has a value.
    func constrained(_ weights: [Double], _ value: Double, from start: [Double]) -> Constrained? {
        var theta = start
        for _ in 0..<60 {
            let slope = Slope(wins, theta, precision)
            var information = slope.information(wins, precision)
            information.fixMean(ofFirst: theta.count)
            guard let factor = information.choleskyFactor() else { return nil }
            var (free, bound) = (slope.score, weights)
            factor.solve(&free)
            factor.solve(&bound)
            let strength = Self.dot(weights, bound)
            let missing = value - Self.dot(weights, theta)
            let pull = (Self.dot(weights, free) - missing) / strength
            let step = zip(free, bound).map { $0 - pull * $1 }
            guard step.allSatisfy(\.isFinite) else { return nil }
            if step.allSatisfy({ abs($0) < 1e-9 }) {
                for index in theta.indices { theta[index] += step[index] }
                let found = Self.logLikelihood(wins, theta)
                return Constrained(worths: theta, logLikelihood: found, slope: pull)
            }
            if abs(missing) > 1e-9 {
                for index in theta.indices { theta[index] += step[index] }
            } else {
                theta = Self.move(theta, along: step, slope, wins, precision).theta
            }
        }
        return nil
    }

    static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
