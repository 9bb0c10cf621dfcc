extension Statistic {
    /// Win rates.
    static let winRate = Statistic(
        name: "win-rate",
        summary: "share of an item's comparisons that it won, ties as half wins; depends on whom it met",
        citation: "interval: Korn and Graubard 1998, Survey Methodology 24(2):193-201",
        families: [.preference],
        pairs: { table, options in [WinRate.result(table, options)] }
    )
}

/// The share of comparisons that each item won.
enum WinRate {
    static func result(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        let counts = WinCounts(table)
        let share = ShareEstimate(options: options)
        var result = StatisticResult(
            name: "win-rate",
            method: "share of comparisons won, ties as half wins; \(share.method)",
            n: counts.gameCount
        )
        result.form = share.form
        if table.repeatCount > 0 { result.nDropped = table.repeatCount }
        guard counts.gameCount > 0 else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        let people = counts.unitCount
        var wins = [Double](repeating: 0, count: counts.itemCount * people)
        var games = wins
        for cell in counts.cells {
            let pair = counts.wins.pairs[Int(cell.pair)]
            for (item, won) in [(pair.lower, cell.won), (pair.higher, cell.lost)] {
                let place = Int(item) * people + Int(cell.unit)
                games[place] += cell.won + cell.lost
                wins[place] += won
            }
        }
        result.items = table.items.indices.map { item in
            let range = item * people..<(item + 1) * people
            guard let estimate = share.estimate(successes: Array(wins[range]), trials: Array(games[range])) else {
                return ItemEstimate(item: table.items[item], status: .undefined, reason: "never compared")
            }
            return ItemEstimate(
                item: table.items[item],
                value: estimate.value,
                standardError: estimate.standardError,
                interval: estimate.interval
            )
        }
        return result
    }
}
