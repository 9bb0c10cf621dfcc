extension Statistic {
    /// Two one-sided tests of equivalence.
    static let tost = Statistic(
        name: "tost",
        summary: "whether the means of two items differ by less than a margin; p small means equivalent",
        citation: "Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15(6):657-680,"
            + " DOI 10.1007/BF01068419",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).equivalence(options)] }
    )
}

extension OpinionScores {
    func equivalence(_ options: AnalysisOptions) -> StatisticResult {
        guard let margin = options.margin else {
            var result = StatisticResult(name: "tost", method: "two one-sided t tests", n: table.count)
            result.mark(Undefined("there is no margin of equivalence: give --margin, on the scale of the ratings"))
            return result
        }
        // Both one-sided tests pass exactly where this interval lies within the margins.
        let confidence = max(0, 2 * options.confidence - 1)
        var unpaired = 0
        var result = comparisons(
            "tost",
            "two one-sided t tests of equivalence within ±\(margin); p is the larger one, statisticValue its t; the interval"
                + " has twice the error (confidence \((confidence * 1e6).rounded() / 1e6))",
            options
        ) { pair in
            do throws(Undefined) {
                let found: MeanDifference
                if pair.both.isEmpty {
                    found = try MeanDifference(pair.leftValues, pair.rightValues)
                    unpaired += 1
                } else {
                    found = try MeanDifference(paired: pair.differences)
                }
                let student = StudentT(degreesOfFreedom: found.degreesOfFreedom)
                // Away from the nearer margin.
                let below = found.t(against: -margin)
                let above = found.t(against: margin)
                return Contrast(
                    left: pair.left,
                    right: pair.right,
                    value: found.value,
                    standardError: found.standardError,
                    interval: confidence > 0 ? found.interval(confidence) : nil,
                    p: max(student.upperTail(below), student.cdf(above)),
                    statisticValue: below < -above ? below : above,
                    df: found.degreesOfFreedom,
                    effectSize: found.effectSize
                )
            } catch {
                return pair.undefined(error.reason)
            }
        }
        result.parameters = ["margin": margin]
        let pairs = result.contrasts?.count ?? 0
        result.method +=
            unpaired == 0
            ? "; paired over participants who rated both items"
            : unpaired == pairs
                ? "; Welch's, as nobody rated both items"
                : "; paired, except Welch's in \(unpaired) comparisons where nobody rated both items"
        return result
    }
}
