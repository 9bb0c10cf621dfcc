internal import RealModule

extension Statistic {
    /// A mixed model of ratings.
    static let mixedModel = Statistic(
        name: "mixed-model",
        summary: "mean rating, or log-odds of right answers, with crossed random effects of participants and items",
        citation:
            "Baayen, Davidson and Bates 2008, DOI 10.1016/j.jml.2007.12.005; REML: Patterson and Thompson 1971, DOI 10.1093/biomet/58.3.545; right answers: Jaeger 2008, DOI 10.1016/j.jml.2007.11.007",
        families: [.ratings, .choices],
        ratings: { table, options in [MixedModel(table).result(options)] },
        choices: { table, options in [MixedLogit(table, baseline: options.baseline).result(options)] }
    )
}

/// y = μ + aᵢ + bⱼ + ε with normal effects, by restricted maximum likelihood.
struct MixedModel {
    private let table: RatingTable
    /// Participant, item and rating.
    private let ratings: [(rater: Int, item: Int, value: Double)]?

    init(_ table: RatingTable) {
        self.table = table
        let design = table.design
        ratings = design.values.map { values in
            (0..<design.unitCount).flatMap { unit in
                design.cells(of: unit).map { cell in
                    (Int(design.cellRater[cell]), unit, values[design.category(of: cell)])
                }
            }
        }
    }

    func result(_ options: AnalysisOptions) -> StatisticResult {
        var result = StatisticResult(
            name: "mixed-model",
            method: "rating ~ 1 + (1 | participant) + (1 | item), REML; items are predictions",
            n: table.count
        )
        if table.emptyRows > 0 { result.nDropped = table.emptyRows }
        do throws(Undefined) {
            try fill(&result, options)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func fill(_ result: inout StatisticResult, _ options: AnalysisOptions) throws(Undefined) {
        guard let ratings else { throw Undefined("ratings are no numbers") }
        let (people, items) = (table.participants.count, table.items.count)
        guard people > 1, items > 1, ratings.count > people + items else {
            throw Undefined("\(ratings.count) ratings of \(items) items by \(people) participants are too few")
        }
        guard Set(ratings.map(\.value)).count > 1 else { throw Undefined("all ratings are the same") }
        let eliminatesParticipants = people >= items
        let model = RestrictedLikelihood(
            ratings.map {
                .init(
                    outer: eliminatesParticipants ? $0.rater : $0.item,
                    inner: eliminatesParticipants ? $0.item : $0.rater,
                    value: $0.value
                )
            },
            outerCount: max(people, items),
            innerCount: min(people, items)
        )
        guard let point = model.maximum(), let fit = model.evaluate(point) else {
            throw Undefined("the likelihood has no maximum that the search finds")
        }
        result.value = fit.mean
        result.logLikelihood = -fit.deviance / 2
        result.df = 4
        let error = (fit.residual * fit.meanVariance).squareRoot()
        result.standardError = error
        let isPositive = point.map { $0 > RestrictedLikelihood.leastRatio }
        var variances = zip(point, isPositive).map { $1 ? fit.residual * Double.exp($0) : 0 }
        if !eliminatesParticipants { variances.reverse() }
        result.parameters = [
            "varianceParticipant": variances[0], "varianceItem": variances[1], "varianceResidual": fit.residual,
        ]
        for (name, variance) in zip(["participants", "items"], variances) where variance == 0 {
            result.warn("the variance between \(name) is estimated as 0")
        }
        interval(&result, model, point, fit, isPositive, options.confidence)
        let effects = eliminatesParticipants ? fit.inner : fit.outer
        result.items = zip(table.items, effects).map { ItemEstimate(item: $0, value: fit.mean + $1) }
    }

    /// A t interval with Satterthwaite's degrees of freedom: 2 C² / Var(C) for the variance C of the mean, as lmerTest
    /// (Kuznetsova, Brockhoff and Christensen 2017, DOI 10.18637/jss.v082.i13).
    private func interval(
        _ result: inout StatisticResult,
        _ model: RestrictedLikelihood,
        _ point: [Double],
        _ fit: RestrictedLikelihood.Evaluation,
        _ isPositive: [Bool],
        _ confidence: Double
    ) {
        guard let value = result.value, let error = result.standardError else { return }
        let tail = 1 - (1 - confidence) / 2
        var quantile = Normal.quantile(tail)
        if let df = freedom(model, point, fit, point.indices.filter { isPositive[$0] }) {
            quantile = StudentT(degreesOfFreedom: df).quantile(tail)
            result.parameters?["satterthwaiteDf"] = df
            result.method += "; t interval with Satterthwaite's degrees of freedom"
        } else {
            result.method += "; Wald interval, normal, as the curvature of the likelihood is not positive"
        }
        result.interval = ConfidenceInterval(finite: value - quantile * error, value + quantile * error)
    }

    /// Over the log-ratios of variances that are positive and the logarithm of the residual variance.
    private func freedom(
        _ model: RestrictedLikelihood,
        _ point: [Double],
        _ fit: RestrictedLikelihood.Evaluation,
        _ positive: [Int]
    ) -> Double? {
        let last = positive.count
        var curvature = SquareMatrix(size: last + 1)
        curvature[last, last] = model.free
        var slope = [Double](repeating: fit.residual * fit.meanVariance, count: last + 1)
        // The gradient at a residual variance that is held: what the profile adds is taken out.
        func gradient(_ ratios: [Double]) -> [Double]? {
            model.evaluate(ratios).map { own in
                zip(own.gradient, own.penalties).map { slope, penalty in
                    slope + penalty * (1 / own.residual - 1 / fit.residual)
                }
            }
        }
        let step = 1e-4
        for (row, index) in positive.enumerated() {
            var (above, below) = (point, point)
            above[index] += step
            below[index] -= step
            guard let high = gradient(above), let low = gradient(below) else { return nil }
            for (column, other) in positive.enumerated() {
                let change = (high[other] - low[other]) / (2 * step)
                curvature[row, column] += change / 2
                curvature[column, row] += change / 2
            }
            curvature[row, last] = fit.penalties[index] / fit.residual
            curvature[last, row] = curvature[row, last]
            slope[row] = fit.residual * fit.meanVarianceSlope[index]
        }
        var solved = slope
        guard let factor = curvature.choleskyFactor() else { return nil }
        factor.solve(&solved)
        let variance = zip(solved, slope).reduce(0) { $0 + $1.0 * $1.1 }
        let own = fit.residual * fit.meanVariance
        return variance > 0 ? own * own / variance : nil
    }
}
