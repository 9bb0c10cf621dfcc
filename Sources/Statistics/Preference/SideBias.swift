extension Statistic {
    /// Side bias.
    static let sideBias = Statistic(
        name: "side-bias",
        summary:
            "share of decided comparisons in which the item on the left won; one half without bias if sides balance",
        citation:
            "Korn and Graubard 1998, Survey Methodology 24(2):193-201; Fisher 1935, The Design of Experiments §21",
        families: [.preference],
        pairs: { table, options in [SideBias.result(table, options)] }
    )
}

/// The share of left choices over all presentations, repeats included, since a repeat is as good a look at a side.
enum SideBias {
    static func result(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        let share = ShareEstimate(options: options)
        var left = [Int](repeating: 0, count: table.participants.count)
        var right = left
        var ties = 0
        for judgement in table.judgements {
            switch judgement.outcome {
            case .left: left[Int(judgement.participant)] += 1
            case .right: right[Int(judgement.participant)] += 1
            case .tie: ties += 1
            }
        }
        let trials = zip(left, right).map { Double($0 + $1) }
        var result = StatisticResult(name: "side-bias", method: share.method, n: table.count - ties)
        result.form = share.form
        if ties > 0 { result.nDropped = ties }
        guard let estimate = share.estimate(successes: left.map { Double($0) }, trials: trials) else {
            result.mark(Undefined(table.count == 0 ? "there are no comparisons" : "every comparison is a tie"))
            return result
        }
        let test = share.test(successes: left, failures: right)
        result.value = estimate.value
        result.standardError = estimate.standardError
        result.interval = estimate.interval
        result.p = test.p
        result.method = "share of left among decided comparisons; \(share.method); \(test.name), two-sided"
        if trials.lazy.filter({ $0 > 0 }).count == 1, options.cluster == .participant {
            result.warn("one participant: no interval over participants; the naive form has one")
        }
        return result
    }
}
