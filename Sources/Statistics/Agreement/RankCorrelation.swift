extension Statistic {
    /// Spearman's correlation between participants.
    static let spearman = Statistic(
        name: "spearman",
        summary: "rank correlation between participants over items: mean over pairs",
        citation: "Spearman 1904, American Journal of Psychology 15(1):72-101, DOI 10.2307/1412159",
        families: [.agreement, .rankings],
        ratings: { table, _ in [RankCorrelation.result("spearman", table, RankCorrelation.spearman)] }
    )

    /// Kendall's τ_b between participants.
    static let kendallTau = Statistic(
        name: "kendall-tau",
        summary: "τ_b between participants over items: mean over pairs",
        citation: "Kendall 1945, Biometrika 33(3):239-251, DOI 10.1093/biomet/33.3.239",
        families: [.agreement, .rankings],
        ratings: { table, _ in [RankCorrelation.result("kendall-tau", table, RankCorrelation.tau)] }
    )
}

/// Correlations between pairs of participants, each over the items that both rated.
enum RankCorrelation {
    typealias Coefficient = (_ a: [Double], _ b: [Double]) -> (value: Double, p: Double?)?

    static func result(_ name: String, _ table: RatingTable, _ coefficient: Coefficient) -> StatisticResult {
        var result = StatisticResult(name: name, method: "between pairs of participants over items", n: table.count)
        guard let columns = table.columns else {
            let label = table.categories.first { Double($0) == nil } ?? ""
            result.mark(Undefined("it needs numbers, but “\(label)” is a value"))
            return result
        }
        guard columns.count > 1 else {
            result.mark(Undefined("\(columns.count) participants are too few: at least 2 are needed"))
            return result
        }
        var (items, known): ([ItemEstimate], [(value: Double, p: Double?)]) = ([], [])
        for first in columns.indices {
            for second in columns.indices.dropFirst(first + 1) {
                let label = table.participants[first] + ", " + table.participants[second]
                let both = zip(columns[first], columns[second]).filter { !$0.isNaN && !$1.isNaN }
                let found = both.count < 3 ? nil : coefficient(both.map(\.0), both.map(\.1))
                guard let found else {
                    let reason =
                        both.count < 3
                        ? "\(both.count) items were rated by both: at least 3 are needed"
                        : "a participant rates all alike"
                    items.append(ItemEstimate(item: label, status: .undefined, reason: reason))
                    continue
                }
                known.append(found)
                items.append(ItemEstimate(item: label, value: found.value))
            }
        }
        guard !known.isEmpty else {
            result.mark(Undefined(items.count == 1 ? items[0].reason ?? "" : "no pair of participants has a value"))
            return result
        }
        result.value = known.reduce(0) { $0 + $1.value } / Double(known.count)
        if items.count == 1 {
            result.p = known[0].p
            return result
        }
        result.items = items
        result.method += "; mean over pairs, items are pairs"
        if known.count < items.count {
            result.warn(
                "\(items.count - known.count) of \(items.count) pairs have no value and are left out of the mean"
            )
        }
        return result
    }

    /// Spearman's coefficient, its p-value by t with n − 2 degrees of freedom.
    static func spearman(_ a: [Double], _ b: [Double]) -> (value: Double, p: Double?)? {
        guard let rho = Correlation.spearman(a, b) else { return nil }
        let df = Double(a.count - 2)
        guard df > 0, abs(rho) < 1 else { return (rho, df > 0 ? 0 : nil) }
        return (rho, StudentT(degreesOfFreedom: df).outside(rho * (df / (1 - rho * rho)).squareRoot()))
    }
}
