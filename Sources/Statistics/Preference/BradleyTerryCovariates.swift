extension Statistic {
    /// Preference explained by what items and trials are like.
    static let bradleyTerryCovariates = Statistic(
        name: "bradley-terry-covariates",
        summary:
            "log-odds of being preferred by one more of each covariate that items have, or of the trial for the left side",
        citation:
            "Springall 1973, Applied Statistics 22(1):59-68, DOI 10.2307/2346303; Turner and Firth 2012, Journal of"
            + " Statistical Software 48(9), DOI 10.18637/jss.v048.i09",
        families: [.preference],
        suitsPairs: { !$0.covariates.isEmpty },
        pairs: { table, options in [BradleyTerryCovariates.result(table, options)] }
    )
}

/// logit P(left wins) = Σ βₖ (x of left − x of right)ₖ + side + covariates of the trial.
///
/// Worths of items are what their covariates say and nothing else.
enum BradleyTerryCovariates {
    static func result(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        var result = StatisticResult(
            name: "bradley-terry-covariates",
            method: "logistic regression of left wins on differences, maximum likelihood; items are coefficients",
            n: 0
        )
        result.form = options.cluster == .participant ? "clustered" : "naive"
        guard !table.covariates.isEmpty else {
            result.mark(Undefined("the comparisons carry no covariates"))
            return result
        }
        let data = rows(table, options)
        result.n = data.shares.count
        if table.count > result.n { result.nDropped = table.count - result.n }
        guard !data.shares.isEmpty else {
            result.mark(Undefined("no comparison has all covariates"))
            return result
        }
        let names = table.covariates + (options.sideEffect ? ["side"] : [])
        do throws(Undefined) {
            let fit = try LogisticFit(data.values, columns: names.count, shares: data.shares)
            (result.logLikelihood, result.df) = (fit.logLikelihood, Double(table.covariates.count))
            try addCoefficients(fit, data, names, options, to: &result)
            guard options.cluster == .none else { return result }
            let ones = [Double](repeating: 1, count: data.shares.count)
            let null =
                options.sideEffect
                ? try LogisticFit(ones, columns: 1, shares: data.shares).logLikelihood
                : Double(data.shares.count) * Self.logHalf
            let ratio = max(0, 2 * (fit.logLikelihood - null))
            result.statisticValue = ratio
            result.p = ChiSquared(degreesOfFreedom: Double(table.covariates.count)).upperTail(ratio)
            result.method += "; p by the likelihood ratio against no covariates"
        } catch {
            result.mark(error)
        }
        return result
    }

    private static let logHalf = -0.693_147_180_559_945_3

    private struct Rows {
        var values: [Double] = []
        var shares: [Double] = []
        var participants: [Int] = []
    }

    /// First answers that have every covariate, ties as half wins unless they are dropped.
    private static func rows(_ table: PairTable, _ options: AnalysisOptions) -> Rows {
        var rows = Rows()
        let count = table.covariates.count
        for (index, judgement) in table.judgements.enumerated() where judgement.repeats == nil {
            if judgement.outcome == .tie, options.ties == .drop { continue }
            let own = table.covariateValues[index * count..<(index + 1) * count]
            guard own.allSatisfy(\.isFinite) else { continue }
            rows.values += own
            if options.sideEffect { rows.values.append(1) }
            rows.shares.append(judgement.outcome == .left ? 1 : judgement.outcome == .tie ? 0.5 : 0)
            rows.participants.append(Int(judgement.participant))
        }
        return rows
    }

    private static func addCoefficients(
        _ fit: LogisticFit,
        _ data: Rows,
        _ names: [String],
        _ options: AnalysisOptions,
        to result: inout StatisticResult
    ) throws(Undefined) {
        var (covariance, distribution) = (fit.covariance, WaldDistribution.normal)
        if options.cluster == .participant {
            let clustered = fit.clusteredCovariance(data.values, shares: data.shares, units: data.participants)
            if let clustered {
                covariance = clustered
                distribution = .t(degreesOfFreedom: Double(Set(data.participants).count - 1))
                result.method += "; sandwich standard errors over participants, \(distribution.title)"
            } else {
                result.form = "naive"
                result.warn("one participant: standard errors are the naive ones")
            }
        }
        let quantile = distribution.quantile(confidence: options.confidence)
        result.items = names.indices.map { index in
            let (value, error) = (fit.coefficients[index], max(0, covariance[index, index]).squareRoot())
            var estimate = ItemEstimate(item: names[index], value: value)
            guard error > 1e-12 * abs(value) else { return estimate }
            estimate.standardError = error
            estimate.interval = ConfidenceInterval(finite: value - quantile * error, value + quantile * error)
            estimate.p = distribution.outside(value / error)
            return estimate
        }
    }
}
