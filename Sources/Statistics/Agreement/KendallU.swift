extension Statistic {
    /// Kendall's coefficient of agreement for paired comparisons.
    static let kendallU = Statistic(
        name: "kendall-u",
        summary: "agreement on which item of a pair wins: 1 complete, 0 as by chance with equal odds",
        citation: "Kendall and Babington Smith 1940, Biometrika 31(3/4):324-345, DOI 10.1093/biomet/31.3-4.324",
        families: [.agreement, .preference],
        pairs: { table, options in [KendallU.result(table, options)] }
    )
}

/// Kendall's u for any number of judges per unit: 2 Σ / pairs − 1, where Σ of the pairs of judges of one unit agree.
///
/// With every pair of n items judged by the same m judges this is Kendall and Babington Smith's u. Ties are left out.
struct KendallU: AgreementCoefficient {
    static func result(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        let estimate = table.agreement(options, droppingTies: true)
        var result = estimate.result(
            name: "kendall-u",
            method: "2 · agreeing / all pairs of participants − 1, ties left out",
            isBenchmarked: false,
            coefficient: KendallU()
        )
        let ties = table.firsts.reduce(0) { $0 + ($1.outcome == .tie ? 1 : 0) }
        if ties > 0 {
            result.nDropped = ties
            result.warn("\(ties) ties are left out; brennan-prediger counts them as a third answer")
        }
        if result.status == .ok, let test = chiSquaredTest(AgreementCounts(estimate.design)) {
            result.statisticValue = test.statistic
            result.df = test.df
            result.p = test.p
            result.method += "; chi-squared test of random choice"
        }
        return result
    }

    // Agreeing and all pairs of different judges.
    var width: Int { 2 }

    @inline(__always)
    func add<Number: Lanes>(_ unit: UnitCounts<Number>, to sums: UnsafeMutablePointer<Number>) {
        sums[0] += unit.agreeing(nil) * Number(repeating: 0.5)
        sums[1] += unit.pairs * Number(repeating: 0.5)
    }

    func value(_ sums: [Double], _ counts: borrowing AgreementCounts) throws(Undefined) -> Double {
        guard sums[1] > 0 else { throw Undefined.noPairs }
        return 2 * sums[0] / sums[1] - 1
    }

    /// The test that every choice was made at random with equal odds.
    ///
    /// A chi-squared variable is fitted to the first three moments of the number of agreeing pairs. With m judges on
    /// every unit this is Kendall and Babington Smith's test with m(m−1)/(m−2)² degrees of freedom per unit, without
    /// continuity correction. Nil where no unit has three judges.
    static func chiSquaredTest(_ counts: AgreementCounts) -> (statistic: Double, df: Double, p: Double)? {
        let sums = UnitSums(KendallU(), counts).totals()
        let (agreeing, pairs) = (sums[0], sums[1])
        var third = 0.0
        for unit in 0..<counts.design.unitCount {
            let m = counts.total[unit]
            third += m * (m - 1) * (m - 2) / 8
        }
        guard third > 0 else { return nil }
        let variance = pairs / 4
        let scale = third / (4 * variance)
        let df = 8 * variance * variance * variance / (third * third)
        let statistic = df + (agreeing - pairs / 2) / scale
        guard statistic > 0 else { return (0, df, 1) }
        return (statistic, df, ChiSquared(degreesOfFreedom: df).upperTail(statistic))
    }
}
