extension Statistic {
    /// McNemar's test.
    static let mcNemar = Statistic(
        name: "mcnemar",
        summary:
            "whether right answers are as frequent in two conditions, the same participants and items being in both",
        citation: "McNemar 1947, Psychometrika 12(2):153-157, DOI 10.1007/BF02295996",
        families: [.choices],
        choices: { table, _ in [PairedConditions(table).mcNemar()] }
    )
}

extension PairedConditions {
    func mcNemar() -> StatisticResult {
        var result = start("mcnemar", "exact binomial test of discordant pairs")
        guard groups.count == 2 else {
            result.mark(Undefined("the test compares two conditions, not \(groups.count): name their column with --by"))
            return result
        }
        let first = rows.count { $0[0] && !$0[1] }
        let second = rows.count { !$0[0] && $0[1] }
        guard first + second > 0 else {
            result.mark(Undefined("no participant and item differ between the conditions"))
            return result
        }
        let difference = Double(first - second)
        result.value = difference / Double(rows.count)
        result.statisticValue = difference * difference / Double(first + second)
        result.df = 1
        result.p = BinomialTest.twoSided(successes: first, trials: first + second)
        result.parameters = [
            "onlyFirst": Double(first), "onlySecond": Double(second),
            "pMid": BinomialTest.midP(successes: first, trials: first + second),
        ]
        if second > 0 { result.parameters?["oddsRatio"] = Double(first) / Double(second) }
        result.method += "; value is the share of \(groups[0]) minus that of \(groups[1])"
        return result
    }
}
