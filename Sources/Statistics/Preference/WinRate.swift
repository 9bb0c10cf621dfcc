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
            n: counts.games.count
        )
        result.form = share.form
        if table.repeatCount > 0 { result.nDropped = table.repeatCount }
        guard !counts.games.isEmpty else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        let people = counts.participantCount
        let cells = counts.itemCount * people
        var wins = [Double](repeating: 0, count: cells)
        var games = wins
        for game in counts.games {
            let winner = Int(game.winner) * people + Int(game.participant)
            let loser = Int(game.loser) * people + Int(game.participant)
            games[winner] += 1
            games[loser] += 1
            wins[winner] += game.isTie ? 0.5 : 1
            wins[loser] += game.isTie ? 0.5 : 0
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
