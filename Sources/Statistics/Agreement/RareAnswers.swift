/// Whether one answer is so frequent that chance agreement hangs on few units.
///
/// Kappa and alpha divide by what disagreement chance would make. Where nearly all units have the same answer, that is made
/// by a few others; in a sample that has too few of them both coefficient and standard error are too small, and no
/// correction can know it. The numbers are those of `CoverageBenchmark`, scenarios `agreement-…-skewed`.
enum RareAnswers {
    /// How many units' worth of other answers intervals need to cover what they say.
    ///
    /// - Parameter weighted: Whether some different answers differ more than others.
    static func unitsNeeded(weighted: Bool) -> Double { weighted ? 20 : 5 }

    /// A warning where fewer units than `needed` have other answers; nil where one answer does not prevail.
    static func warning(_ counts: AgreementCounts, needed: Double, unitName: String) -> String? {
        guard needed > 0 else { return nil }
        var totals = [Double](repeating: 0, count: counts.design.categoryCount)
        for (category, count) in zip(counts.design.entryCategory, counts.count) { totals[Int(category)] += count }
        let all = totals.reduce(0, +)
        guard all > 0, let most = totals.max(), most > 0.6 * all else { return nil }
        let other = (1 - most / all) * Double(counts.design.clusters.count)
        guard other < needed else { return nil }
        let percent = Int((100 * most / all).rounded())
        let covered = needed > 5 ? "78 to 91" : "80 to 93"
        return
            "one answer is \(percent) % of all, so that chance agreement hangs on few \(unitName): in simulations of such"
            + " data 95 % intervals held the true value in \(covered) % of studies; those of gwet-ac1 held it in 92 to 95 %"
    }
}
