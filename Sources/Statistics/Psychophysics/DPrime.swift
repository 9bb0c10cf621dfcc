extension Statistic {
    /// Sensitivity d′.
    static let dPrime = Statistic(
        name: "dprime",
        summary: "sensitivity apart from bias: yes/no with a signal column, or m alternatives",
        citation: "Green and Swets 1966; m alternatives: Hacker and Ratcliff 1979, DOI 10.3758/BF03202792",
        families: [.choices],
        choices: { table, options in [Sensitivity.result(table, options)] }
    )
}

/// d′ of yes/no answers and of m alternatives.
///
/// Yes/no answers have a criterion too. Among m alternatives there is none: the model takes the alternatives as
/// exchangeable, and right and wrong do not tell which alternative was chosen.
enum Sensitivity {
    static func result(_ table: ChoiceTable, _ options: AnalysisOptions) -> StatisticResult {
        var result = StatisticResult(name: "dprime", method: "", n: table.choices.count)
        if table.emptyRows > 0 { result.nDropped = table.emptyRows }
        guard !table.choices.isEmpty else {
            result.mark(Undefined("there are no answers"))
            return result
        }
        if table.choices.allSatisfy({ $0.hasSignal != nil }) {
            detection(table.choices, options, &result)
            return result
        }
        let alternatives = Set(table.choices.map(\.alternatives))
        guard alternatives.count == 1, let only = alternatives.first, let count = only, count > 1 else {
            result.mark(Undefined("give --signal for yes/no answers, or --alternatives for m alternatives"))
            return result
        }
        forced(table, count, options, &result)
        return result
    }

    private static func detection(
        _ choices: [ChoiceTable.Choice],
        _ options: AnalysisOptions,
        _ result: inout StatisticResult
    ) {
        let detection = SignalDetection(choices.map { ($0.participant, $0.hasSignal == true, $0.isYes) })
        guard detection.hasBoth else {
            result.mark(Undefined("d′ needs trials with a signal and trials without"))
            return
        }
        let found = detection.estimates(options, corrected: detection.isExtreme)
        result.form = found.isClustered ? "clustered" : "naive"
        result.method = "yes/no: z(hits) − z(false alarms)"
        if detection.isExtreme {
            // Rates of 0 and 1 have no z.
            result.method += ", ½ added to each cell (Hautus 1995, DOI 10.3758/BF03203619)"
            result.warn("a rate is 0 or 1: d′ is finite only by the correction")
        }
        fill(&result, found.dPrime, distribution(choices, isClustered: found.isClustered), options)
        result.parameters = [
            "criterion": found.criterion.value, "criterionStandardError": found.criterion.standardError,
            "hitRate": detection.hitRate, "falseAlarmRate": detection.falseAlarmRate,
        ]
        result.method +=
            found.isClustered
            ? "; standard error over participants, linearized"
            : "; large-sample standard error (Gourevitch and Galanter 1967, DOI 10.1007/BF02289402)"
    }

    /// The d′ that gives the share of right answers among m alternatives.
    private static func forced(
        _ table: ChoiceTable,
        _ count: Int,
        _ options: AnalysisOptions,
        _ result: inout StatisticResult
    ) {
        let (successes, trials) = ChoiceTable.tallies(table.choices)
        let n = trials.reduce(0, +)
        let share = successes.reduce(0, +) / n
        result.method = "\(count) alternatives, no bias between them"
        guard share < 1 else {
            result.mark(Undefined("all answers are right: d′ is infinite", status: .infinite))
            return
        }
        guard share > 0 else {
            result.mark(Undefined("no answer is right: d′ is minus infinity", status: .infinite))
            return
        }
        let value = dPrime(share, count)
        let slope = (probability(value + 1e-4, count) - probability(value - 1e-4, count)) / 2e-4
        let clustered =
            options.cluster == .participant
            ? ClusteredProportion(successes: successes, trials: trials, confidence: options.confidence)?.standardError
            : nil
        result.form = clustered == nil ? "naive" : "clustered"
        let error = (clustered ?? (share * (1 - share) / n).squareRoot()) / slope
        let distribution = distribution(table.choices, isClustered: clustered != nil)
        fill(&result, (value, error), distribution, options)
        result.method += clustered == nil ? "; delta-method standard error" : "; delta method over participants"
    }

    /// Over participants Student's t, since their scatter is estimated from as few as there are.
    private static func distribution(_ choices: [ChoiceTable.Choice], isClustered: Bool) -> WaldDistribution {
        isClustered ? .t(degreesOfFreedom: Double(Set(choices.map(\.participant)).count - 1)) : .normal
    }

    private static func fill(
        _ result: inout StatisticResult,
        _ found: SignalDetection.Estimate,
        _ distribution: WaldDistribution,
        _ options: AnalysisOptions
    ) {
        let (value, error) = found
        result.value = value
        result.standardError = error
        let margin = distribution.quantile(confidence: options.confidence) * error
        result.interval = ConfidenceInterval(finite: value - margin, value + margin)
        if error > 0 { result.p = distribution.outside(value / error) }
        result.method += "; interval \(distribution.title)"
    }

    /// ∫ φ(x − d) Φ(x)^(m − 1) dx, by Simpson's rule.
    static func probability(_ d: Double, _ alternatives: Int) -> Double {
        let (low, high, steps) = (min(-8, d - 8), max(8, d + 8), 4000)
        let width = (high - low) / Double(steps)
        var sum = 0.0
        for step in 0...steps {
            let x = low + width * Double(step)
            var power = 1.0
            for _ in 1..<alternatives { power *= Normal.cdf(x) }
            let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
            sum += weight * Normal.density(x - d) * power
        }
        return sum * width / 3
    }

    private static func dPrime(_ share: Double, _ alternatives: Int) -> Double {
        var (low, high) = (-10.0, 10.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if probability(middle, alternatives) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
