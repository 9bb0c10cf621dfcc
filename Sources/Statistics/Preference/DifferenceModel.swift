internal import RealModule

/// How likely each answer to a pair is, given how much better the left item is.
///
/// The log-likelihood of one answer with its derivatives by the difference d of the items' worths, and by a parameter of
/// ties e where there is one.
enum DifferenceModel: Sendable {
    /// P(left) = 1 / (1 + e^−d).
    case bradleyTerry
    /// Utilities d/2, −d/2 and e of left, right and tie; P(tie) ∝ ν √(πᵢ πⱼ) with e = log ν.
    case davidson
    /// P(left) = 1 / (1 + e^(η − d)), P(right) = 1 / (1 + e^(η + d)), a tie otherwise; e = log η, so that η > 0.
    case raoKupper
    /// P(left) = Φ(d), the standard deviation of the difference being 1.
    case thurstone

    /// Whether there is a parameter of ties.
    var hasTies: Bool {
        switch self {
        case .davidson, .raoKupper: true
        case .bradleyTerry, .thurstone: false
        }
    }

    /// The parameter of ties that explains a share of ties between items that are all alike; 0 without one.
    func tiesOfEqualItems(share: Double) -> Double {
        let ratio = min(max(share / max(1 - share, 1e-6), 1e-6), 1e6)
        switch self {
        case .davidson: return Double.log(2 * ratio)
        case .raoKupper: return Double.log(max(1e-3, Double.log(1 + 2 * ratio)))
        case .bradleyTerry, .thurstone: return 0
        }
    }

    /// Value and derivatives of a log-likelihood; second derivatives with the sign changed.
    struct Terms {
        var value = 0.0
        var d = 0.0
        var e = 0.0
        var dd = 0.0
        var de = 0.0
        var ee = 0.0

        mutating func add(_ other: Terms, times weight: Double) {
            value += weight * other.value
            d += weight * other.d
            e += weight * other.e
            dd += weight * other.dd
            de += weight * other.de
            ee += weight * other.ee
        }
    }

    func terms(_ outcome: PairTable.Outcome, _ d: Double, _ e: Double) -> Terms {
        switch self {
        case .bradleyTerry:
            guard outcome != .tie else { return half(d, e) }
            return Self.logistic(outcome == .left ? d : -d, sign: outcome == .left ? 1 : -1)
        case .davidson: return davidson(outcome, d, e)
        case .raoKupper: return raoKupper(outcome, d, e)
        case .thurstone:
            guard outcome != .tie else { return half(d, e) }
            let sign: Double = outcome == .left ? 1 : -1
            let x = sign * d
            let log = Self.logNormal(x)
            // φ / Φ without loss in the tail.
            let ratio = Double.exp(-x * x / 2 - 0.918_938_533_204_672_8 - log)
            return Terms(value: log, d: sign * ratio, dd: ratio * (x + ratio))
        }
    }

    /// A tie as half a win of each.
    private func half(_ d: Double, _ e: Double) -> Terms {
        var sum = Terms()
        sum.add(terms(.left, d, e), times: 0.5)
        sum.add(terms(.right, d, e), times: 0.5)
        return sum
    }

    /// log 1 / (1 + e^−x), by d with x = sign · d + ….
    private static func logistic(_ x: Double, sign: Double) -> Terms {
        let soft = x > 0 ? -Double.log(onePlus: Double.exp(-x)) : x - Double.log(onePlus: Double.exp(x))
        let rest = 1 / (1 + Double.exp(x))
        return Terms(value: soft, d: sign * rest, dd: rest * (1 - rest))
    }

    private func davidson(_ outcome: PairTable.Outcome, _ d: Double, _ e: Double) -> Terms {
        let utilities = [d / 2, -d / 2, e]
        let top = utilities.max() ?? 0
        let exponentials = utilities.map { Double.exp($0 - top) }
        let sum = exponentials.reduce(0, +)
        let p = exponentials.map { $0 / sum }
        let index = outcome == .left ? 0 : outcome == .right ? 1 : 2
        let (meanD, meanE) = ((p[0] - p[1]) / 2, p[2])
        let (ownD, ownE): (Double, Double) = index == 0 ? (0.5, 0) : index == 1 ? (-0.5, 0) : (0, 1)
        return Terms(
            value: utilities[index] - top - Double.log(sum),
            d: ownD - meanD,
            e: ownE - meanE,
            dd: (p[0] + p[1]) / 4 - meanD * meanD,
            de: -meanD * meanE,
            ee: meanE * (1 - meanE)
        )
    }

    private func raoKupper(_ outcome: PairTable.Outcome, _ d: Double, _ e: Double) -> Terms {
        let eta = Double.exp(e)
        func side(_ sign: Double) -> Terms {
            let own = Self.logistic(sign * d - eta, sign: sign)
            // By e: −η times the derivative by the argument.
            let slope = sign * own.d
            return Terms(
                value: own.value,
                d: own.d,
                e: -eta * slope,
                dd: own.dd,
                de: -sign * eta * own.dd,
                ee: eta * eta * own.dd + eta * slope
            )
        }
        switch outcome {
        case .left: return side(1)
        case .right: return side(-1)
        case .tie:
            var sum = side(1)
            sum.add(side(-1), times: 1)
            // log(e^2η − 1) and its derivatives by η.
            let rest = -Double.expMinusOne(-2 * eta)
            let first = 2 / rest
            let second = -4 * Double.exp(-2 * eta) / (rest * rest)
            sum.value += 2 * eta + Double.log(rest)
            sum.e += eta * first
            sum.ee -= eta * eta * second + eta * first
            return sum
        }
    }

    /// log Φ(x), accurate in the lower tail.
    private static func logNormal(_ x: Double) -> Double {
        if x > -30 { return Double.log(Normal.cdf(x)) }
        let square = x * x
        return -square / 2 - 0.918_938_533_204_672_8 - Double.log(-x)
            + Double.log(onePlus: -1 / square + 3 / (square * square))
    }
}
