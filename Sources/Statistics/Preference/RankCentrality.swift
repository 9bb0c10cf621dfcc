import RealModule

extension Statistic {
    /// Rank centrality.
    static let rankCentrality = Statistic(
        name: "rank-centrality",
        summary: "log of the time that a random walk towards winners spends at an item, mean 0",
        citation: "Negahban, Oh and Shah 2017, Operations Research 65(1):266-287, DOI 10.1287/opre.2016.1534",
        families: [.preference],
        pairs: { table, _ in [RankCentrality.result(table)] }
    )
}

/// The stationary distribution of a random walk that goes from an item to another by the share of comparisons that the
/// other won.
enum RankCentrality {
    static func result(_ table: PairTable) -> StatisticResult {
        let counts = WinCounts(table)
        var result = StatisticResult(
            name: "rank-centrality",
            method: "log of the stationary distribution, mean 0, ties as half wins; no standard errors",
            n: counts.gameCount
        )
        if table.repeatCount > 0 { result.nDropped = table.repeatCount }
        guard counts.gameCount > 0 else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        if let diagnosis = ComparisonGraph(counts.wins).diagnosis(table.items) {
            result.mark(diagnosis.undefined)
            result.items = diagnosis.items
            return result
        }
        let logs = stationary(counts.wins.matrix).map { Double.log($0) }
        let mean = logs.reduce(0, +) / Double(logs.count)
        result.items = zip(table.items, logs).map { ItemEstimate(item: $0, value: $1 - mean) }
        return result
    }

    /// State reduction by Grassmann, Taksar and Heyman 1985, Operations Research 33(5):1107-1116: only additions,
    /// products and quotients of positive numbers, so that small shares keep their digits.
    ///
    /// - Complexity: O(n³) in the number of items.
    private static func stationary(_ wins: SquareMatrix) -> [Double] {
        let size = wins.size
        var rates = SquareMatrix(size: size)
        for from in 0..<size {
            for to in 0..<size where to != from {
                let games = wins[from, to] + wins[to, from]
                if games > 0 { rates[from, to] = wins[to, from] / games }
            }
        }
        for last in stride(from: size - 1, to: 0, by: -1) {
            let leaving = (0..<last).reduce(0) { $0 + rates[last, $1] }
            for from in 0..<last {
                rates[from, last] /= leaving
                let through = rates[from, last]
                for to in 0..<last where to != from { rates[from, to] += through * rates[last, to] }
            }
        }
        var shares = [1.0]
        for state in 1..<max(size, 1) {
            shares.append((0..<state).reduce(0) { $0 + shares[$1] * rates[$1, state] })
        }
        return shares
    }
}
