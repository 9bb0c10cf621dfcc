extension Statistic {
    /// The share of right answers.
    static let proportion = Statistic(
        name: "proportion",
        summary: "share of right answers, overall and by condition; tested against chance where alternatives are given",
        citation: "Clopper and Pearson 1934, DOI 10.1093/biomet/26.4.404; Wilson 1927, DOI 10.2307/2276774",
        families: [.choices],
        choices: { table, options in [ShareCorrect.result(table, options)] }
    )
}

/// The share of right answers with intervals that hold for dependent answers of one participant.
enum ShareCorrect {
    static func result(_ table: ChoiceTable, _ options: AnalysisOptions) -> StatisticResult {
        let share = ShareEstimate(options: options)
        var result = StatisticResult(
            name: "proportion",
            method: "share of right answers; \(share.method)",
            n: table.choices.count
        )
        result.form = share.form
        if table.emptyRows > 0 { result.nDropped = table.emptyRows }
        guard !table.choices.isEmpty else {
            result.mark(Undefined("there are no answers"))
            return result
        }
        let (successes, trials) = ChoiceTable.tallies(table.choices)
        if let found = share.estimate(successes: successes, trials: trials) {
            (result.value, result.standardError, result.interval) = (found.value, found.standardError, found.interval)
        }
        let (right, all) = (successes.reduce(0, +), trials.reduce(0, +))
        if let wilson = ProportionInterval.wilson(successes: right, trials: all, confidence: options.confidence) {
            result.parameters = ["wilsonLower": wilson.lower, "wilsonUpper": wilson.upper]
        }
        let alternatives = Set(table.choices.compactMap(\.alternatives))
        if let count = alternatives.first, alternatives.count == 1 {
            let chance = 1 / Double(count)
            result.p = BinomialTest.twoSided(successes: Int(right), trials: Int(all), probability: chance)
            result.parameters?["chance"] = chance
            result.parameters?["pMid"] = BinomialTest.midP(successes: Int(right), trials: Int(all), probability: chance)
            result.method += "; exact binomial test against chance 1/\(count), every answer taken as independent"
        }
        let groups = table.groups
        guard groups.count > 1 else { return result }
        result.items = groups.map { group in
            let (successes, trials) = ChoiceTable.tallies(table.choices.filter { $0.group == group })
            let found = share.estimate(successes: successes, trials: trials)
            return ItemEstimate(
                item: group,
                value: found?.value,
                standardError: found?.standardError,
                interval: found?.interval
            )
        }
        return result
    }
}
