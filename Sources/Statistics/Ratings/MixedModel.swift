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
///
/// The likelihood is profiled over μ and the residual variance and taken from Henderson's equations, whose matrix has a row
/// for the mean, each participant and each item.
struct MixedModel {
    private let table: RatingTable
    /// Participant, item and rating.
    private let ratings: [(rater: Int, item: Int, value: Double)]?

    init(_ table: RatingTable) {
        self.table = table
        let design = table.design
        ratings = design.values.map { values in
            (0..<design.unitCount).flatMap { unit in
                (Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1])).map { cell in
                    (Int(design.cellRater[cell]), unit, values[Int(design.entryCategory[Int(design.cellEntry[cell])])])
                }
            }
        }
    }

    func result(_ options: AnalysisOptions) -> StatisticResult {
        var result = StatisticResult(
            name: "mixed-model",
            method: "rating ~ 1 + (1 | participant) + (1 | item), REML; Wald interval, normal; items are predictions",
            n: table.count
        )
        guard let ratings else {
            result.mark(Undefined("ratings are no numbers"))
            return result
        }
        let (people, items) = (table.participants.count, table.items.count)
        guard people > 1, items > 1, ratings.count > people + items else {
            result.mark(Undefined("\(ratings.count) ratings of \(items) items by \(people) participants are too few"))
            return result
        }
        guard Set(ratings.map(\.value)).count > 1 else {
            result.mark(Undefined("all ratings are the same"))
            return result
        }
        let best = minimum(ratings)
        guard let fit = Fit(ratings, people, items, best) else {
            result.mark(Undefined("the model has no maximum of its likelihood"))
            return result
        }
        result.value = fit.solution[0]
        result.logLikelihood = -fit.deviance / 2
        result.df = 4
        let error = (fit.residual * fit.inverse[0, 0]).squareRoot()
        result.standardError = error
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        result.interval = ConfidenceInterval(finite: fit.solution[0] - z * error, fit.solution[0] + z * error)
        result.parameters = [
            "varianceParticipant": fit.residual * Double.exp(best[0]),
            "varianceItem": fit.residual * Double.exp(best[1]),
            "varianceResidual": fit.residual,
        ]
        for (name, value) in zip(["participants", "items"], best) where value < -18 {
            result.warn("the variance between \(name) is estimated as 0")
        }
        result.items = table.items.indices.map { item in
            ItemEstimate(item: table.items[item], value: fit.solution[0] + fit.solution[1 + people + item])
        }
        return result
    }

    /// Henderson's equations at log-ratios of variances.
    private struct Fit {
        let solution: [Double]
        let inverse: SquareMatrix
        let residual: Double
        /// −2 log of the restricted likelihood.
        let deviance: Double

        init?(
            _ ratings: [(rater: Int, item: Int, value: Double)],
            _ people: Int,
            _ items: Int,
            _ ratios: [Double],
            needsInverse: Bool = true
        ) {
            let size = 1 + people + items
            var matrix = SquareMatrix(size: size)
            var right = [Double](repeating: 0, count: size)
            var squares = 0.0
            for (rater, item, value) in ratings {
                let rows = [0, 1 + rater, 1 + people + item]
                for a in rows {
                    right[a] += value
                    for b in rows { matrix[a, b] += 1 }
                }
                squares += value * value
            }
            for person in 0..<people { matrix[1 + person, 1 + person] += Double.exp(-ratios[0]) }
            for item in 0..<items { matrix[1 + people + item, 1 + people + item] += Double.exp(-ratios[1]) }
            guard let factor = matrix.choleskyFactor() else { return nil }
            var solution = right
            factor.solve(&solution)
            let free = Double(ratings.count - 1)
            let rest = squares - zip(solution, right).reduce(0) { $0 + $1.0 * $1.1 }
            guard rest > 0 else { return nil }
            residual = rest / free
            self.solution = solution
            deviance =
                free * (Double.log(residual) + 1 + Double.log(2 * .pi)) + factor.logDeterminant
                + Double(people) * ratios[0] + Double(items) * ratios[1]
            inverse = needsInverse ? factor.inverse() : SquareMatrix(size: 1)
        }
    }

    /// Nelder and Mead's simplex over the log-ratios of the two variances.
    private func minimum(_ ratings: [(rater: Int, item: Int, value: Double)]) -> [Double] {
        let (people, items) = (table.participants.count, table.items.count)
        func deviance(_ x: [Double]) -> Double {
            let bounded = x.map { max(-20, min(20, $0)) }
            return Fit(ratings, people, items, bounded, needsInverse: false)?.deviance ?? .infinity
        }
        var simplex = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]].map { (point: $0, value: deviance($0)) }
        for _ in 0..<1000 {
            simplex.sort { $0.value < $1.value }
            let (best, worst) = (simplex[0], simplex[2])
            if abs(worst.value - best.value) < 1e-11 * max(1, abs(best.value)),
                distance(simplex[2].point, best.point) < 1e-7
            {
                break
            }
            let center = (0..<2).map { (simplex[0].point[$0] + simplex[1].point[$0]) / 2 }
            func moved(_ factor: Double) -> (point: [Double], value: Double) {
                let point = (0..<2).map { center[$0] + factor * (center[$0] - worst.point[$0]) }
                return (point, deviance(point))
            }
            let reflected = moved(1)
            if reflected.value < best.value {
                let expanded = moved(2)
                simplex[2] = expanded.value < reflected.value ? expanded : reflected
            } else if reflected.value < simplex[1].value {
                simplex[2] = reflected
            } else {
                let contracted = moved(reflected.value < worst.value ? 0.5 : -0.5)
                if contracted.value < min(worst.value, reflected.value) {
                    simplex[2] = contracted
                } else {
                    for index in 1..<3 {
                        let point = (0..<2).map { (simplex[index].point[$0] + best.point[$0]) / 2 }
                        simplex[index] = (point, deviance(point))
                    }
                }
            }
        }
        return simplex.min { $0.value < $1.value }?.point.map { max(-20, min(20, $0)) } ?? [0, 0]
    }

    private func distance(_ a: [Double], _ b: [Double]) -> Double { max(abs(a[0] - b[0]), abs(a[1] - b[1])) }
}
