internal import RealModule

extension Statistic {
    /// Whether worths explain the choices.
    static let goodnessOfFit = Statistic(
        name: "goodness-of-fit",
        summary: "how far each pair's wins are from what Bradley–Terry worths say of them: G² and Pearson's X²",
        citation:
            "Bradley 1954, Biometrika 41(3/4):502-537, DOI 10.1093/biomet/41.3-4.502; Agresti 2013, Categorical Data"
            + " Analysis, 3rd edition, §11.6",
        families: [.preference],
        pairs: { table, options in GoodnessOfFit.results(table, options) }
    )
}

/// The Bradley–Terry model against one probability for each pair that met.
enum GoodnessOfFit {
    static func results(_ table: PairTable, _ options: AnalysisOptions) -> [StatisticResult] {
        let counts = WinCounts(table, droppingTies: options.ties == .drop)
        func result(_ form: String, _ what: String) -> StatisticResult {
            let ties = counts.tieCount > 0 ? ", ties as half wins" : ""
            var result = StatisticResult(
                name: "goodness-of-fit",
                method: "\(what) of Bradley–Terry against a probability for each pair that met\(ties)",
                n: counts.gameCount
            )
            result.form = form
            if table.count > counts.gameCount { result.nDropped = table.count - counts.gameCount }
            return result
        }
        var results = [result("deviance", "likelihood ratio G²"), result("pearson", "Pearson's X²")]
        func mark(_ undefined: Undefined) -> [StatisticResult] {
            for index in results.indices { results[index].mark(undefined) }
            return results
        }
        guard counts.gameCount > 0 else { return mark(Undefined("there are no comparisons")) }
        if let diagnosis = ComparisonGraph(counts.wins).diagnosis(table.items) { return mark(diagnosis.undefined) }
        let df = counts.wins.pairs.count - (table.items.count - 1)
        guard df > 0 else {
            return mark(Undefined("no more pairs met than the worths need: nothing is left to test"))
        }
        guard let fit = try? BradleyTerryFit(counts.wins) else {
            return mark(Undefined("the maximum likelihood fit did not converge"))
        }
        let (deviance, pearson, smallest) = distances(fit)
        for (index, chi) in [deviance, pearson].enumerated() {
            results[index].value = chi
            (results[index].statisticValue, results[index].df) = (chi, Double(df))
            results[index].p = ChiSquared(degreesOfFreedom: Double(df)).upperTail(chi)
            if smallest < 5 {
                results[index].warn("some pairs have fewer than 5 expected wins: p by chi-squared is rough")
            }
            if options.sideEffect { results[index].warn(DifferenceAnalysis.noSideEffect) }
            results[index].warn("p takes answers as independent: those of one participant are not")
        }
        return results
    }

    /// G², X² and the smallest expected number of wins.
    private static func distances(_ fit: BradleyTerryFit) -> (deviance: Double, pearson: Double, smallest: Double) {
        var (deviance, pearson, smallest) = (0.0, 0.0, Double.infinity)
        for pair in fit.wins.pairs {
            let games = pair.won + pair.lost
            let p = fit.probability(Int(pair.lower), over: Int(pair.higher))
            for (observed, expected) in [(pair.won, games * p), (pair.lost, games * (1 - p))] {
                if observed > 0 { deviance += 2 * observed * Double.log(observed / expected) }
                pearson += (observed - expected) * (observed - expected) / expected
                smallest = min(smallest, expected)
            }
        }
        return (max(0, deviance), pearson, smallest)
    }
}
