extension Statistic {
    /// The win matrix.
    static let winMatrix = Statistic(
        name: "win-matrix",
        summary: "how often the row item won against the column item, ties as half wins",
        citation: "David 1988, The Method of Paired Comparisons, 2nd edition",
        families: [.preference],
        pairs: { table, _ in
            let counts = WinCounts(table)
            var result = StatisticResult(
                name: "win-matrix",
                method: "wins of the row item over the column item, ties as half wins",
                n: counts.gameCount
            )
            if table.repeatCount > 0 { result.nDropped = table.repeatCount }
            guard counts.gameCount > 0 else {
                result.mark(Undefined("there are no comparisons"))
                return [result]
            }
            let size = counts.itemCount
            let wins = counts.wins.matrix.elements
            let rows = (0..<size).map { row in Array(wins[row * size..<(row + 1) * size]) }
            result.matrix = ItemMatrix(items: table.items, rows: rows)
            return [result]
        }
    )
}
