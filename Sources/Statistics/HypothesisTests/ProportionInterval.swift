/// Confidence intervals of a proportion.
public enum ProportionInterval {
    /// Clopper and Pearson's exact interval; counts need not be whole.
    ///
    /// Clopper and Pearson 1934, Biometrika 26(4):404-413, DOI 10.1093/biomet/26.4.404.
    public static func clopperPearson(
        successes: Double,
        trials: Double,
        confidence: Double
    ) -> ConfidenceInterval {
        precondition(successes >= 0 && successes <= trials && trials > 0, "successes lie in 0…trials")
        let tail = (1 - confidence) / 2
        let failures = trials - successes
        return ConfidenceInterval(
            successes <= 0 ? 0 : Beta(successes, failures + 1).quantile(tail),
            failures <= 0 ? 1 : Beta(successes + 1, failures).quantile(1 - tail)
        )
    }

    /// Wilson's score interval; nil without trials.
    ///
    /// Wilson 1927, Journal of the American Statistical Association 22(158):209-212, DOI 10.2307/2276774.
    static func wilson(successes: Double, trials: Double, confidence: Double) -> ConfidenceInterval? {
        guard trials > 0 else { return nil }
        let z = Normal.quantile(1 - (1 - confidence) / 2)
        let share = successes / trials
        let center = (share + z * z / (2 * trials)) / (1 + z * z / trials)
        let inner = share * (1 - share) / trials + z * z / (4 * trials * trials)
        let margin = z * inner.squareRoot() / (1 + z * z / trials)
        return ConfidenceInterval(finite: max(0, center - margin), min(1, center + margin))
    }
}

/// A proportion over the pooled answers of participants, whose answers may depend on each other.
///
/// The standard error is that of a ratio of sums over participants (linearized, times G/(G−1)). The interval is
/// Clopper and Pearson's with the effective number of answers that the standard error implies, which keeps its coverage
/// near 0 and 1: Korn and Graubard 1998, Survey Methodology 24(2):193-201. Answers can be worth more than as many independent
/// ones, where participants meet the same pairs or both sides equally often; with fewer than 20 participants that is taken
/// for luck.
struct ClusteredProportion {
    let value: Double
    let standardError: Double?
    let interval: ConfidenceInterval?
    /// Participants with at least one answer.
    let clusters: Int

    /// Estimates from each participant's successes and trials; nil without any trial.
    init?(successes: [Double], trials: [Double], confidence: Double) {
        let total = trials.reduce(0, +)
        guard total > 0 else { return nil }
        let share = min(1, max(0, successes.reduce(0, +) / total))
        let answering = trials.lazy.filter { $0 > 0 }.count
        value = share
        clusters = answering
        guard answering > 1 else {
            standardError = nil
            interval = nil
            return
        }
        let groups = Double(answering)
        var squares = 0.0
        for (success, trial) in zip(successes, trials) {
            squares += (success - share * trial) * (success - share * trial)
        }
        let variance = groups / (groups - 1) * squares / (total * total)
        standardError = variance.squareRoot()

        let effective: Double
        if share <= 0 || share >= 1 {
            // No variance to go by: count each participant as a single answer.
            effective = groups
        } else {
            let tail = 1 - (1 - confidence) / 2
            let ratio =
                StudentT(degreesOfFreedom: max(total - 1, 1)).quantile(tail)
                / StudentT(degreesOfFreedom: groups - 1).quantile(tail)
            let implied = variance > 0 ? share * (1 - share) / variance * ratio * ratio : total
            effective = groups < 20 ? min(total, implied) : implied
        }
        interval = ProportionInterval.clopperPearson(
            successes: share * effective,
            trials: effective,
            confidence: confidence
        )
    }
}
