extension Statistic {
    /// Kendall's coefficient of concordance.
    static let kendallW = Statistic(
        name: "kendall-w",
        summary: "agreement of participants' rankings of the items: 1 the same, 0 none; corrected for ties",
        citation: "Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10(3):275-287,"
            + " DOI 10.1214/aoms/1177732186",
        families: [.agreement, .rankings],
        ratings: { table, options in [RankAgreement(RatingMatrix(table)).concordance()] }
    )

    /// Friedman's test.
    static let friedman = Statistic(
        name: "friedman",
        summary:
            "whether participants rank some items higher than others; pairs of items by Conover's or Nemenyi's test",
        citation:
            "Friedman 1937, DOI 10.1080/01621459.1937.10503522; pairs: Conover 1999, Practical Nonparametric Statistics",
        families: [.agreement, .ratings, .rankings],
        ratings: { table, options in [RankAgreement(RatingMatrix(table)).friedman(options)] }
    )

    /// Spearman's correlation between participants.
    static let spearman = Statistic(
        name: "spearman",
        summary: "rank correlation between participants over items: mean over pairs",
        citation: "Spearman 1904, American Journal of Psychology 15(1):72-101, DOI 10.2307/1412159",
        families: [.agreement, .rankings],
        ratings: { table, options in
            [RankAgreement(RatingMatrix(table)).pairs("spearman", options, RankAgreement.spearman)]
        }
    )

    /// Kendall's τ_b between participants.
    static let kendallTau = Statistic(
        name: "kendall-tau",
        summary: "τ_b between participants over items: mean over pairs",
        citation: "Kendall 1945, Biometrika 33(3):239-251, DOI 10.1093/biomet/33.3.239",
        families: [.agreement, .rankings],
        ratings: { table, options in
            [RankAgreement(RatingMatrix(table)).pairs("kendall-tau", options, RankAgreement.tau)]
        }
    )
}

/// Agreement of rankings: participants rank the items that all of them rated.
struct RankAgreement {
    private let matrix: RatingMatrix

    init(_ matrix: RatingMatrix) { self.matrix = matrix }

    /// Ranks by participant, their sums by item, and Σ (t³ − t) over ties.
    private var ranked: (columns: [[Double]], sums: [Double], ties: Double) {
        var (columns, ties): ([[Double]], Double) = ([], 0)
        var sums = [Double](repeating: 0, count: matrix.rows.count)
        for column in matrix.columns {
            let (ranks, own) = MidRanks.of(column)
            columns.append(ranks)
            ties += own
            for item in sums.indices { sums[item] += ranks[item] }
        }
        return (columns, sums, ties)
    }

    /// W and Friedman's χ²; nil where every participant rates all items alike.
    private func statistics() -> (w: Double, chi: Double, sums: [Double], squares: Double)? {
        let (m, n) = (Double(matrix.raters.count), Double(matrix.rows.count))
        let (columns, sums, ties) = ranked
        let deviation = sums.reduce(0) { $0 + ($1 - m * (n + 1) / 2) * ($1 - m * (n + 1) / 2) }
        let most = m * m * (n * n * n - n) - m * ties
        guard most > 0 else { return nil }
        let w = 12 * deviation / most
        let squares = columns.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
        return (w, m * (n - 1) * w, sums, squares)
    }

    func concordance() -> StatisticResult {
        var result = matrix.result("kendall-w", "ranks of items within participants, corrected for ties; χ² test")
        if let shortage = matrix.shortage() {
            result.mark(shortage)
            return result
        }
        guard let (w, chi, sums, _) = statistics() else {
            result.mark(Undefined("every participant rates all items alike"))
            return result
        }
        result.value = w
        addTest(chi, to: &result)
        result.items = meanRanks(sums)
        return result
    }

    func friedman(_ options: AnalysisOptions) -> StatisticResult {
        var result = matrix.result("friedman", "ranks of items within participants, corrected for ties; χ² test")
        if let shortage = matrix.shortage() {
            result.mark(shortage)
            return result
        }
        guard let (w, chi, sums, squares) = statistics() else {
            result.mark(Undefined("every participant rates all items alike"))
            return result
        }
        result.value = chi
        addTest(chi, to: &result)
        result.parameters = ["kendallW": w]
        result.items = meanRanks(sums)
        switch options.postHoc {
        case .conover:
            result.contrasts = conover(chi, sums, squares, options.adjustment)
            if result.contrasts != nil {
                result.method += "; pairs of items by Conover's t test, adjusted by \(options.adjustment.title)"
            }
        case .nemenyi:
            result.contrasts = nemenyi(sums)
            if result.contrasts != nil { result.method += "; pairs of items by Nemenyi's test, adjusted for all pairs" }
        }
        return result
    }

    private func addTest(_ chi: Double, to result: inout StatisticResult) {
        result.statisticValue = chi
        result.df = Double(matrix.rows.count - 1)
        result.p = ChiSquared(degreesOfFreedom: Double(matrix.rows.count - 1)).upperTail(chi)
    }

    private func meanRanks(_ sums: [Double]) -> [ItemEstimate] {
        zip(matrix.items, sums).map { ItemEstimate(item: $0, value: $1 / Double(matrix.raters.count)) }
    }

    private func conover(_ chi: Double, _ sums: [Double], _ squares: Double, _ adjustment: PValueAdjustment)
        -> [Contrast]?
    {
        let (m, n) = (Double(matrix.raters.count), Double(matrix.rows.count))
        let df = (m - 1) * (n - 1)
        let spread = squares - m * n * (n + 1) * (n + 1) / 4
        let error = (2 * m / df * (1 - chi / (m * (n - 1))) * spread).squareRoot()
        guard matrix.rows.count <= 100, error > 0, error.isFinite else { return nil }
        var contrasts: [Contrast] = []
        for first in sums.indices {
            for second in sums.indices.dropFirst(first + 1) {
                let difference = sums[first] - sums[second]
                contrasts.append(
                    Contrast(
                        left: matrix.items[first],
                        right: matrix.items[second],
                        value: difference / m,
                        p: StudentT(degreesOfFreedom: df).outside(difference / error)
                    )
                )
            }
        }
        for (index, p) in adjustment.adjust(contrasts.map(\.p)).enumerated() { contrasts[index].pAdjusted = p }
        return contrasts
    }

    /// Nemenyi 1963: differences of mean ranks by the studentized range, with no correction for ties.
    private func nemenyi(_ sums: [Double]) -> [Contrast]? {
        let (m, n) = (Double(matrix.raters.count), Double(matrix.rows.count))
        guard matrix.rows.count <= 100 else { return nil }
        let range = StudentizedRange(groups: matrix.rows.count)
        let error = (n * (n + 1) / (12 * m)).squareRoot()
        return sums.indices.flatMap { first in
            sums.indices.dropFirst(first + 1).map { second in
                let difference = (sums[first] - sums[second]) / m
                var contrast = Contrast(left: matrix.items[first], right: matrix.items[second], value: difference)
                contrast.pAdjusted = range.upperTail(abs(difference) / error)
                return contrast
            }
        }
    }

    // Correlations between participants

    typealias Correlation = (_ a: [Double], _ b: [Double]) -> (value: Double, p: Double?)?

    func pairs(_ name: String, _ options: AnalysisOptions, _ correlation: Correlation) -> StatisticResult {
        var result = matrix.result(name, "between pairs of participants over items")
        if let shortage = matrix.shortage(items: 3) {
            result.mark(shortage)
            return result
        }
        let columns = matrix.columns
        var (items, known): ([ItemEstimate], [(value: Double, p: Double?)]) = ([], [])
        for first in columns.indices {
            for second in columns.indices.dropFirst(first + 1) {
                let label = matrix.raters[first] + ", " + matrix.raters[second]
                guard let found = correlation(columns[first], columns[second]) else {
                    items.append(ItemEstimate(item: label, status: .undefined, reason: "a participant rates all alike"))
                    continue
                }
                known.append(found)
                items.append(ItemEstimate(item: label, value: found.value))
            }
        }
        guard !known.isEmpty else {
            result.mark(Undefined("every participant rates all items alike"))
            return result
        }
        result.value = known.reduce(0) { $0 + $1.value } / Double(known.count)
        if items.count == 1 {
            result.p = known[0].p
        } else {
            result.items = items
            result.method += "; mean over pairs, items are pairs"
        }
        return result
    }

    /// Spearman's coefficient, its p-value by t with n − 2 degrees of freedom.
    static func spearman(_ a: [Double], _ b: [Double]) -> (value: Double, p: Double?)? {
        guard let rho = MidRanks.correlation(MidRanks.of(a).ranks, MidRanks.of(b).ranks) else { return nil }
        let df = Double(a.count - 2)
        guard df > 0, abs(rho) < 1 else { return (rho, df > 0 ? 0 : nil) }
        return (rho, StudentT(degreesOfFreedom: df).outside(rho * (df / (1 - rho * rho)).squareRoot()))
    }

    /// Kendall's τ_b, its p-value by the normal approximation with ties.
    static func tau(_ a: [Double], _ b: [Double]) -> (value: Double, p: Double?)? {
        let count = a.count
        var (concordant, tiedA, tiedB) = (0.0, 0.0, 0.0)
        for first in 0..<count {
            for second in first + 1..<max(first + 1, count) {
                let (x, y) = (a[first] - a[second], b[first] - b[second])
                if x == 0 { tiedA += 1 }
                if y == 0 { tiedB += 1 }
                concordant += x * y > 0 ? 1 : x * y < 0 ? -1 : 0
            }
        }
        let pairs = Double(count * (count - 1) / 2)
        guard pairs > tiedA, pairs > tiedB else { return nil }
        let value = concordant / ((pairs - tiedA) * (pairs - tiedB)).squareRoot()
        let variance = tauVariance(a, b)
        return (value, variance > 0 ? 2 * Normal.upperTail(abs(concordant) / variance.squareRoot()) : nil)
    }

    /// The variance of concordant minus discordant pairs under independence, with ties (Kendall 1970, chapter 4).
    private static func tauVariance(_ a: [Double], _ b: [Double]) -> Double {
        func sums(_ values: [Double]) -> (v: Double, two: Double, three: Double) {
            var groups: [Double: Double] = [:]
            for value in values { groups[value, default: 0] += 1 }
            var (v, two, three) = (0.0, 0.0, 0.0)
            for t in groups.values {
                v += t * (t - 1) * (2 * t + 5)
                two += t * (t - 1)
                three += t * (t - 1) * (t - 2)
            }
            return (v, two, three)
        }
        let (x, y, n) = (sums(a), sums(b), Double(a.count))
        var variance = (n * (n - 1) * (2 * n + 5) - x.v - y.v) / 18
        variance += x.two * y.two / (2 * n * (n - 1))
        if n > 2 { variance += x.three * y.three / (9 * n * (n - 1) * (n - 2)) }
        return variance
    }
}
