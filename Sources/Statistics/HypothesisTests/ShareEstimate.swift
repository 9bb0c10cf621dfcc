/// The share of successes in the form that was asked for: clustered by participant or naive.
struct ShareEstimate {
    let options: AnalysisOptions

    /// The label of the form in results.
    var form: String { options.cluster == .participant ? "clustered" : "naive" }

    /// How standard error and interval are computed.
    var method: String {
        options.cluster == .participant
            ? "standard error over participants, Korn–Graubard interval"
            : "binomial standard error, Clopper–Pearson interval"
    }

    /// Share, standard error and interval from each participant's successes and trials; nil without any trial.
    func estimate(
        successes: [Double],
        trials: [Double]
    ) -> (value: Double, standardError: Double?, interval: ConfidenceInterval?)? {
        if options.cluster == .participant {
            guard
                let clustered = ClusteredProportion(
                    successes: successes,
                    trials: trials,
                    confidence: options.confidence
                )
            else { return nil }
            return (clustered.value, clustered.standardError, clustered.interval)
        }
        let total = trials.reduce(0, +)
        guard total > 0 else { return nil }
        let won = min(total, successes.reduce(0, +))
        let share = won / total
        return (
            share, (share * (1 - share) / total).squareRoot(),
            ProportionInterval.clopperPearson(successes: won, trials: total, confidence: options.confidence)
        )
    }

    /// The two-sided p-value that successes and failures are equally likely, and the name of the test.
    func test(successes: [Int], failures: [Int]) -> (p: Double, name: String) {
        if options.cluster == .participant {
            let test = SignFlipTest.twoSided(zip(successes, failures).map { $0 - $1 })
            return (test.p, test.isExact ? "exact sign-flip test over participants" : "sign-flip test, normal")
        }
        let won = successes.reduce(0, +)
        let p = BinomialTest.twoSided(successes: won, trials: won + failures.reduce(0, +))
        return (p, "exact binomial test")
    }

    /// Each participant's own share, with the exact interval of independent answers; those without a trial are left out.
    func byParticipant(_ participants: [String], successes: [Double], trials: [Double]) -> [ItemEstimate] {
        participants.indices.filter { trials[$0] > 0 }.map { index in
            ItemEstimate(
                item: participants[index],
                value: successes[index] / trials[index],
                interval: ProportionInterval.clopperPearson(
                    successes: successes[index],
                    trials: trials[index],
                    confidence: options.confidence
                )
            )
        }
    }
}
