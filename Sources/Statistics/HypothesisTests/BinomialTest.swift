/// The exact binomial test of a probability of success.
public enum BinomialTest {
    /// The two-sided p-value: the probability of all outcomes that are at most as likely as the one observed.
    ///
    /// As SciPy's `binomtest` and R's `binom.test`, with their relative allowance of 1e-7 for rounding.
    public static func twoSided(successes: Int, trials: Int, probability: Double = 0.5) -> Double {
        precondition((0...max(trials, 0)).contains(successes), "successes lie in 0…trials")
        let distribution = Binomial(trials: trials, probability: probability)
        let mode = Double(trials) * probability
        if Double(successes) == mode { return 1 }
        let opposite = opposite(successes, distribution)
        if Double(successes) < mode {
            return min(1, distribution.cdf(successes) + distribution.upperTail(opposite - 1))
        }
        return min(1, distribution.upperTail(successes - 1) + distribution.cdf(opposite))
    }

    /// The two-sided mid-p-value: outcomes that are as likely as the one observed count half.
    ///
    /// Lancaster 1961, Journal of the American Statistical Association 56(294):223-234, DOI 10.2307/2282247.
    public static func midP(successes: Int, trials: Int, probability: Double = 0.5) -> Double {
        let distribution = Binomial(trials: trials, probability: probability)
        let own = distribution.mass(successes)
        var equal = own
        if Double(successes) != Double(trials) * probability {
            let other = distribution.mass(opposite(successes, distribution))
            if abs(other - own) <= 1e-7 * own { equal += other }
        }
        return max(0, twoSided(successes: successes, trials: trials, probability: probability) - equal / 2)
    }

    /// Where the outcomes begin, on the other side of the mode, that are at most as likely as the one observed; −1 or
    /// trials + 1 where there are none.
    private static func opposite(_ successes: Int, _ distribution: Binomial) -> Int {
        let limit = distribution.mass(successes) * (1 + 1e-7)
        let mode = Double(distribution.trials) * distribution.probability
        if Double(successes) < mode {
            let start = Int(mode.rounded(.up))
            return firstIndex(in: start...distribution.trials + 1) { distribution.mass($0) <= limit }
        }
        let end = Int(mode.rounded(.down))
        // On the lower side the mass rises, so that the outcomes wanted are a prefix.
        return firstIndex(in: 0...end + 1) { $0 > end || distribution.mass($0) > limit } - 1
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
