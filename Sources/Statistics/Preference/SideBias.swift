extension Statistic {
    /// Side bias.
    static let sideBias = Statistic(
        name: "side-bias",
        summary:
            "share of decided comparisons in which the item on the left won, one half without bias if sides balance;"
            + " and the log-odds that the left side adds to worths, tested by likelihood ratio",
        citation:
            "Korn and Graubard 1998, Survey Methodology 24(2):193-201; Fisher 1935, The Design of Experiments §21;"
            + " side effect: Davidson and Beaver 1977, Biometrics 33(4):693-702, DOI 10.2307/2529467",
        families: [.preference],
        pairs: { table, options in [SideBias.result(table, options), SideBias.likelihoodRatio(table, options)] }
    )
}

/// The share of left choices over all presentations, repeats included, since a repeat is as good a look at a side.
enum SideBias {
    static func result(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        let share = ShareEstimate(options: options)
        var left = [Int](repeating: 0, count: table.participants.count)
        var right = left
        var ties = 0
        for judgement in table.judgements {
            switch judgement.outcome {
            case .left: left[Int(judgement.participant)] += 1
            case .right: right[Int(judgement.participant)] += 1
            case .tie: ties += 1
            }
        }
        let trials = zip(left, right).map { Double($0 + $1) }
        var result = StatisticResult(name: "side-bias", method: share.method, n: table.count - ties)
        result.form = share.form
        if ties > 0 { result.nDropped = ties }
        guard let estimate = share.estimate(successes: left.map { Double($0) }, trials: trials) else {
            result.mark(Undefined(table.count == 0 ? "there are no comparisons" : "every comparison is a tie"))
            return result
        }
        let test = share.test(successes: left, failures: right)
        result.items = share.byParticipant(
            table.participants,
            successes: left.map { Double($0) },
            trials: trials
        )
        result.value = estimate.value
        result.standardError = estimate.standardError
        result.interval = estimate.interval
        result.p = test.p
        result.method =
            "share of left among decided comparisons; \(share.method); \(test.name), two-sided;"
            + " items are participants, Clopper–Pearson intervals"
        if trials.lazy.filter({ $0 > 0 }).count == 1, options.cluster == .participant {
            result.warn("one participant: no interval over participants; the naive form has one")
        }
        return result
    }

    /// The effect of the left side in a Bradley–Terry model, against the model without it.
    ///
    /// With participants as clusters the ratio is scaled by how much the sandwich variance of the effect exceeds the naive
    /// one, and compared with the square of Student's t: Chandler and Bate 2007, DOI 10.1093/biomet/asm015.
    static func likelihoodRatio(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        let shown = OutcomeCounts(table, droppingTies: options.ties == .drop)
        var result = StatisticResult(
            name: "side-bias",
            method: "log-odds that the left side adds in a Bradley–Terry model; likelihood ratio against no effect",
            n: shown.answerCount
        )
        result.form = "likelihood-ratio"
        if table.count > shown.answerCount { result.nDropped = table.count - shown.answerCount }
        let counts = WinCounts(table, droppingTies: options.ties == .drop)
        guard counts.gameCount > 0 else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        if let diagnosis = ComparisonGraph(counts.wins).diagnosis(table.items) {
            result.mark(diagnosis.undefined)
            return result
        }
        do throws(Undefined) {
            let without = try BradleyTerryFit(counts.wins)
            let items = table.items.count
            let with = try DifferenceFit(shown, model: .bradleyTerry, hasSide: true)
            var distribution = WaldDistribution.normal
            var variance = with.covariance[items, items]
            var ratio = max(0, 2 * (with.logLikelihood - without.logLikelihood))
            if options.cluster == .participant {
                guard let clustered = with.clusteredCovariance(shown) else {
                    throw Undefined("one participant: no test over participants; the naive form has one")
                }
                ratio *= variance / clustered[items, items]
                variance = clustered[items, items]
                distribution = .t(degreesOfFreedom: Double(counts.activeUnits - 1))
                result.method += ", scaled to the sandwich variance over participants; \(distribution.title)"
            }
            guard let side = with.side, variance > 1e-18 else {
                throw Undefined("participants do not differ in how often they choose a side")
            }
            let margin = distribution.quantile(confidence: options.confidence) * variance.squareRoot()
            (result.value, result.standardError) = (side, variance.squareRoot())
            result.interval = ConfidenceInterval(finite: side - margin, side + margin)
            (result.statisticValue, result.df, result.logLikelihood) = (ratio, 1, with.logLikelihood)
            result.p = distribution.outside(ratio.squareRoot())
        } catch {
            result.mark(error)
        }
        return result
    }
}
