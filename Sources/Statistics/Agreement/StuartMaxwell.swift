extension Statistic {
    /// Stuart and Maxwell's test.
    static let stuartMaxwell = Statistic(
        name: "stuart-maxwell",
        summary: "whether two participants use the categories equally often",
        citation: "Stuart 1955, DOI 10.1093/biomet/42.3-4.412; Maxwell 1970, DOI 10.1192/bjp.116.535.651",
        families: [.agreement],
        ratings: { table, options in [StuartMaxwell.result(table)] }
    )
}

/// χ² = dᵀ V⁻¹ d with d the differences of the marginal counts but one, and V their covariance.
enum StuartMaxwell {
    static func result(_ table: RatingTable) -> StatisticResult {
        var result = StatisticResult(name: "stuart-maxwell", method: "χ² test of equal margins", n: table.count)
        guard table.participants.count == 2 else {
            result.mark(Undefined("the test is of two participants, not \(table.participants.count)"))
            return result
        }
        let design = table.design
        var counts = SquareMatrix(size: design.categoryCount)
        for unit in 0..<design.unitCount {
            let categories = design.cells(of: unit).map(design.category)
            guard categories.count == 2 else { continue }
            counts[categories[0], categories[1]] += 1
        }
        // Categories that neither used say nothing.
        let margins = (0..<counts.size).map { index in
            (0..<counts.size).reduce((row: 0.0, column: 0.0)) {
                ($0.row + counts[index, $1], $0.column + counts[$1, index])
            }
        }
        let used = margins.indices.filter { margins[$0].row + margins[$0].column > 0 }
        guard used.count > 1 else {
            result.mark(used.isEmpty ? Undefined.noPairs : Undefined.oneCategory)
            return result
        }
        let kept = used.dropLast()
        var covariance = SquareMatrix(size: kept.count)
        var difference: [Double] = []
        for (row, a) in kept.enumerated() {
            difference.append(margins[a].row - margins[a].column)
            for (column, b) in kept.enumerated() {
                covariance[row, column] =
                    a == b ? margins[a].row + margins[a].column - 2 * counts[a, a] : -(counts[a, b] + counts[b, a])
            }
        }
        guard let factor = covariance.choleskyFactor() else {
            let isEqual = difference.allSatisfy { $0 == 0 }
            result.mark(
                Undefined(
                    isEqual
                        ? "both participants gave the same categories: there is no disagreement to test"
                        : "some categories were never confused with others: join categories"
                )
            )
            return result
        }
        var solved = difference
        factor.solve(&solved)
        let chi = zip(difference, solved).reduce(0) { $0 + $1.0 * $1.1 }
        result.value = chi
        result.statisticValue = chi
        result.df = Double(kept.count)
        result.p = ChiSquared(degreesOfFreedom: Double(kept.count)).upperTail(chi)
        return result
    }
}
