/// The noncentral t distribution: (Z + δ) / s with Z standard normal and s an independent estimate of its deviation.
public struct NoncentralT: Sendable {
    /// Degrees of freedom, > 0.
    public let degreesOfFreedom: Double
    /// The noncentrality δ.
    public let noncentrality: Double

    /// The distribution with the given degrees of freedom and noncentrality.
    public init(degreesOfFreedom: Double, noncentrality: Double) {
        precondition(
            degreesOfFreedom > 0 && noncentrality.isFinite,
            "positive degrees of freedom, a finite noncentrality"
        )
        (self.degreesOfFreedom, self.noncentrality) = (degreesOfFreedom, noncentrality)
    }

    /// P(T ≤ t), to an absolute 1e-11.
    public func cdf(_ t: Double) -> Double {
        deviation(t) { s in Normal.cdf(t * s - noncentrality) }
    }

    private func deviation(_ t: Double, _ f: (Double) -> Double) -> Double {
        // The integrand rises over 1/t, the deviation spreads over 1/√(2ν).
        let steepness = abs(t) / (2 * degreesOfFreedom).squareRoot()
        return PooledDeviation(degreesOfFreedom: degreesOfFreedom).mean(steepness: max(1, min(100, steepness)), of: f)
    }

    /// The interval of noncentralities under which `t` is neither too small nor too large.
    ///
    /// For the mean of n differences over their deviation it is that of √n · d (Steiger and Fouladi 1997).
    static func interval(t: Double, degreesOfFreedom: Double, confidence: Double) -> ConfidenceInterval? {
        guard t.isFinite, abs(t) < 1e6 else { return nil }
        let tail = (1 - confidence) / 2
        let z = Normal.quantile(1 - tail)
        // Where t is normal: its deviation grows with |t| / √(2ν).
        let deviation = (1 + t * t / (2 * degreesOfFreedom)).squareRoot()
        func root(_ share: Double, start: Double) -> Double {
            // The share below t falls with the noncentrality.
            let reach = 12 * deviation + abs(t)
            return MonotoneRoot.find(lower: t - reach, upper: t + reach, start: start, tolerance: 1e-12) { delta in
                let own = NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: delta)
                return (share - own.cdf(t), own.deviation(t) { s in Normal.density(t * s - delta) })
            }
        }
        return ConfidenceInterval(
            finite: root(1 - tail, start: t - z * deviation),
            root(tail, start: t + z * deviation)
        )
    }
}
