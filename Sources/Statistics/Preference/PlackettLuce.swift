extension Statistic {
    /// Plackett and Luce's model of rankings.
    static let plackettLuce = Statistic(
        name: "plackett-luce",
        summary:
            "log-worths from full or partial rankings: at each place the next item is chosen in proportion to its worth",
        citation:
            "Plackett 1975, DOI 10.2307/2346567; Luce 1959, Individual Choice Behavior; ties broken in all orders",
        families: [.rankings],
        ratings: { table, options in [try PlackettLuce(table, options).result()] }
    )
}

/// Log-worths by maximum likelihood from rankings.
///
/// A participant's ranking orders the items that he ranked, the smallest value first.
struct PlackettLuce {
    private let table: RatingTable
    private let options: AnalysisOptions
    private let rankings: Rankings

    init(_ table: RatingTable, _ options: AnalysisOptions) throws {
        (self.table, self.options) = (table, options)
        guard let rankings = Rankings(table.design) else {
            throw StatisticsError(.valuesNotNumeric, "plackett-luce needs ranks as numbers, 1 for the best")
        }
        self.rankings = rankings
    }

    func result() -> StatisticResult {
        let count = table.items.count
        var result = StatisticResult(
            name: "plackett-luce",
            method: "maximum likelihood; \(options.reference.map { "\($0) at 0" } ?? "log-worths with mean 0")",
            n: rankings.count
        )
        guard rankings.count > 0 else {
            result.mark(Undefined("nobody ranked two items"))
            return result
        }
        if let reference = options.reference, !table.items.contains(reference) {
            result.mark(Undefined("the reference item “\(reference)” does not occur"))
            return result
        }
        // Who was ranked above whom tells whether finite worths exist, as with wins.
        if let (undefined, items) = ComparisonGraph(PairWins(rankings.above(items: count))).diagnosis(table.items) {
            result.mark(undefined)
            result.items = items
            return result
        }
        do throws(Undefined) {
            try fit(&result)
        } catch {
            result.mark(error)
        }
        if rankings.hasTies {
            result.warn("tied items share their place by Breslow's approximation")
        }
        return result
    }

    private func fit(_ result: inout StatisticResult) throws(Undefined) {
        let count = table.items.count
        let ascent = try NewtonAscent(from: [Double](repeating: 0, count: count), worths: count, rankings.point)
        result.logLikelihood = ascent.value
        result.df = Double(count - 1)
        result.method += "; standard errors from the inverse information, normal"
        WorthReport(table.items, ascent.parameters, ascent.covariance, .normal, .bradleyTerry, options).fill(&result)
    }
}
