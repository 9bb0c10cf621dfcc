extension Statistic {
    /// Copeland scores.
    static let copeland = Statistic(
        name: "copeland",
        summary: "opponents that an item beats by majority minus those that beat it",
        citation: "Copeland 1951; Saari and Merlin 1996, Economic Theory 8(1):51-76, DOI 10.1007/BF01212012",
        families: [.preference],
        pairs: { table, _ in
            let counts = WinCounts(table)
            var result = StatisticResult(
                name: "copeland",
                method: "majorities won minus majorities lost, even and uncompared pairs 0, ties as half wins",
                n: counts.gameCount
            )
            if table.repeatCount > 0 { result.nDropped = table.repeatCount }
            guard counts.gameCount > 0 else {
                result.mark(Undefined("there are no comparisons"))
                return [result]
            }
            let wins = counts.wins.matrix
            var uncompared = 0
            result.items = table.items.indices.map { item in
                var score = 0.0
                for other in table.items.indices where other != item {
                    let (won, lost) = (wins[item, other], wins[other, item])
                    if won > lost { score += 1 } else if won < lost { score -= 1 }
                    if won + lost == 0, other > item { uncompared += 1 }
                }
                return ItemEstimate(item: table.items[item], value: score)
            }
            if uncompared > 0 {
                result.warn("\(uncompared) pairs were never compared: scores depend on whom an item met")
            }
            return [result]
        }
    )
}
