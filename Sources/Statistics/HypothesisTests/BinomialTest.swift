/// The exact binomial test of a probability of success.
public enum BinomialTest {
    /// The two-sided p-value: the probability of all outcomes that are at most as likely as the one observed.
    ///
    /// As SciPy's `binomtest` and R's `binom.test`, with their relative allowance of 1e-7 for rounding.
    public static func twoSided(successes: Int, trials: Int, probability: Double = 0.5) -> Double {
        precondition((0...max(trials, 0)).contains(successes), "successes lie in 0…trials")
        let distribution = Binomial(trials: trials, probability: probability)
        let limit = distribution.mass(successes) * (1 + 1e-7)
        let mode = Double(trials) * probability
        if Double(successes) == mode { return 1 }
        if Double(successes) < mode {
            let start = Int(mode.rounded(.up))
            let first = firstIndex(in: start...trials + 1) { distribution.mass($0) <= limit }
            return min(1, distribution.cdf(successes) + distribution.upperTail(first - 1))
        }
        let end = Int(mode.rounded(.down))
        // On the lower side the mass rises, so that the outcomes wanted are a prefix.
        let above = firstIndex(in: 0...end + 1) { $0 > end || distribution.mass($0) > limit }
        return min(1, distribution.upperTail(successes - 1) + distribution.cdf(above - 1))
    }

    /// The first index at which a condition that stays true once it holds is true.
    private static func firstIndex(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
