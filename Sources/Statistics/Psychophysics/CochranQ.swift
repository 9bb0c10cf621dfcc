extension Statistic {
    /// Cochran's Q.
    static let cochranQ = Statistic(
        name: "cochran-q",
        summary:
            "whether right answers are as frequent in all conditions, the same participants and items being in each",
        citation: "Cochran 1950, Biometrika 37(3/4):256-266, DOI 10.1093/biomet/37.3-4.256",
        families: [.choices],
        choices: { table, _ in [PairedConditions(table).cochran()] }
    )
}

extension PairedConditions {
    func cochran() -> StatisticResult {
        var result = start("cochran-q", "χ² test of equal shares over conditions")
        guard groups.count > 1 else {
            result.mark(Undefined("the test compares conditions: name their column with --by"))
            return result
        }
        let k = Double(groups.count)
        let columns = groups.indices.map { index in Double(rows.count { $0[index] }) }
        let sums = rows.map { Double($0.count { $0 }) }
        let total = sums.reduce(0, +)
        let spread = k * total - sums.reduce(0) { $0 + $1 * $1 }
        guard spread > 0 else {
            result.mark(Undefined("no participant and item differ between the conditions"))
            return result
        }
        let deviation = columns.reduce(0) { $0 + ($1 - total / k) * ($1 - total / k) }
        let q = k * (k - 1) * deviation / spread
        result.value = q
        result.statisticValue = q
        result.df = k - 1
        result.p = ChiSquared(degreesOfFreedom: k - 1).upperTail(q)
        result.items = zip(groups, columns).map { ItemEstimate(item: $0, value: $1 / Double(rows.count)) }
        return result
    }
}
