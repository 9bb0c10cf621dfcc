internal import RealModule

/// The curve of a psychometric function between its guess rate and its lapses.
enum PsychometricCurve: String, CaseIterable {
    case logistic
    case normal

    /// F(η), 1 − F(η) and the derivative of F.
    func values(_ eta: Double) -> (lower: Double, upper: Double, slope: Double) {
        switch self {
        case .logistic:
            let (lower, upper) = (1 / (1 + Double.exp(-eta)), 1 / (1 + Double.exp(eta)))
            return (lower, upper, lower * upper)
        case .normal:
            return (Normal.cdf(eta), Normal.upperTail(eta), Normal.density(eta))
        }
    }
}

/// Right answers at several intensities, in standard units of intensity.
///
/// ψ(x) = γ + (1 − γ − λ) F(a + b x): γ is the guess rate, λ the lapse rate (Wichmann and Hill 2001,
/// DOI 10.3758/BF03194544).
struct PsychometricFit {
    /// Answers at one intensity with one guess rate.
    struct Level {
        let x: Double
        let guess: Double
        var right: Double
        var all: Double
    }

    /// What is estimated; the threshold is −a/b.
    struct Estimate {
        var a: Double
        var b: Double
        var lapse: Double
        /// Whether the lapse rate was estimated and lies inside its bounds.
        var isLapseFree: Bool
        var logLikelihood: Double

        var threshold: Double { -a / b }
    }

    /// What is held while the rest is estimated, for a profile of the likelihood.
    enum Held {
        case nothing
        case threshold(Double)
        case slope(Double)
    }

    /// The largest lapse rate that is estimated.
    static let largestLapse = 0.06

    let curve: PsychometricCurve
    /// The lapse rate, where it is given.
    let lapse: Double?

    /// The maximum of the likelihood; nil where the search finds none or the curve becomes a step.
    func estimate(_ levels: [Level], held: Held = .nothing, start: Estimate? = nil) -> Estimate? {
        guard lapse == nil else { return search(levels, held, fixed: lapse, start) }
        // Inside the bounds and at either of them.
        let candidates = [
            search(levels, held, fixed: nil, start), search(levels, held, fixed: 0, start),
            search(levels, held, fixed: Self.largestLapse, start),
        ].compactMap(\.self)
        guard var best = candidates.max(by: { $0.logLikelihood < $1.logLikelihood }) else { return nil }
        let edge = 1e-7
        if best.lapse < edge || best.lapse > Self.largestLapse - edge { best.isLapseFree = false }
        return best
    }

    private func search(_ levels: [Level], _ held: Held, fixed: Double?, _ start: Estimate?) -> Estimate? {
        // λ = ½ largest (1 + sin φ) stays within its bounds without any being imposed.
        func lapse(_ angle: Double) -> (value: Double, slope: Double) {
            let half = Self.largestLapse / 2
            return (half * (1 + Double.sin(angle)), half * Double.cos(angle))
        }
        func unpack(_ point: [Double]) -> Estimate {
            let rate = fixed ?? lapse(point[point.count - 1]).value
            let (a, b): (Double, Double) =
                switch held {
                case .nothing: (point[0], point[1])
                case .threshold(let value): (-point[0] * value, point[0])
                case .slope(let value): (point[0], value)
                }
            return Estimate(a: a, b: b, lapse: rate, isLapseFree: fixed == nil, logLikelihood: 0)
        }
        let first = start.map { ($0.a, $0.b) } ?? (0, 1)
        var point: [Double] =
            switch held {
            case .nothing: [first.0, first.1]
            case .threshold: [first.1]
            case .slope: [first.0]
            }
        if fixed == nil { point.append(0) }
        let trials = levels.reduce(0) { $0 + $1.all }
        let best = QuasiNewton.minimum(from: point, tolerance: 1e-9 * max(1, trials)) { point in
            let (value, slope) = logLikelihood(levels, unpack(point))
            var gradient: [Double] =
                switch held {
                case .nothing: [slope[0], slope[1]]
                case .threshold(let value): [slope[1] - slope[0] * value]
                case .slope: [slope[0]]
                }
            if fixed == nil { gradient.append(slope[2] * lapse(point[point.count - 1]).slope) }
            return (-value, gradient.map { -$0 })
        }
        guard let best else { return nil }
        var found = unpack(best.point)
        found.logLikelihood = -best.value
        if case .nothing = held, isStep(levels, found) { return nil }
        return found
    }

    /// Whether at most one intensity lies between the curve's ends, so that the slope has no bound.
    private func isStep(_ levels: [Level], _ estimate: Estimate) -> Bool {
        let between = levels.lazy.filter { level in
            guard level.all > 0 else { return false }
            let (lower, upper, _) = curve.values(estimate.a + estimate.b * level.x)
            return min(lower, upper) > 1e-6
        }
        return Set(between.map(\.x)).count < 2
    }

    /// log L without binomial coefficients, and its derivatives by a, b and λ.
    func logLikelihood(_ levels: [Level], _ estimate: Estimate) -> (value: Double, slope: [Double]) {
        var (value, slope) = (0.0, [0.0, 0, 0])
        for level in levels where level.all > 0 {
            let own = probability(level, estimate)
            let wrong = level.all - level.right
            if level.right > 0 { value += level.right * Double.log(max(own.right, 1e-300)) }
            if wrong > 0 { value += wrong * Double.log(max(own.wrong, 1e-300)) }
            let residual = level.right / max(own.right, 1e-300) - wrong / max(own.wrong, 1e-300)
            slope[0] += residual * own.slope
            slope[1] += residual * own.slope * level.x
            slope[2] -= residual * own.lower
        }
        return (value, slope)
    }

    /// ψ and 1 − ψ at a level, the derivative of ψ by η, and F.
    func probability(
        _ level: Level,
        _ estimate: Estimate
    ) -> (right: Double, wrong: Double, slope: Double, lower: Double) {
        let (lower, upper, slope) = curve.values(estimate.a + estimate.b * level.x)
        let span = 1 - level.guess - estimate.lapse
        return (level.guess + span * lower, estimate.lapse + span * upper, span * slope, lower)
    }

    /// Fisher's expected information about a, b and, where it is free, λ.
    func information(_ levels: [Level], _ estimate: Estimate) -> SquareMatrix {
        let size = estimate.isLapseFree ? 3 : 2
        var matrix = SquareMatrix(size: size)
        for level in levels where level.all > 0 {
            let own = probability(level, estimate)
            let slope = [own.slope, own.slope * level.x, -own.lower]
            let weight = level.all / max(own.right * own.wrong, 1e-300)
            for row in 0..<size {
                for column in 0..<size { matrix[row, column] += weight * slope[row] * slope[column] }
            }
        }
        return matrix
    }

    /// Twice the log-likelihood that is missing to the shares observed at the levels.
    func deviance(_ levels: [Level], _ estimate: Estimate) -> Double {
        levels.reduce(0) { sum, level in
            let own = probability(level, estimate)
            let wrong = level.all - level.right
            let right = level.right > 0 ? level.right * Double.log(level.right / (level.all * own.right)) : 0
            return sum + 2 * (right + (wrong > 0 ? wrong * Double.log(wrong / (level.all * own.wrong)) : 0))
        }
    }
}
