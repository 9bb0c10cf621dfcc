extension Statistic {
    /// Welch's t test.
    static let welch = Statistic(
        name: "welch",
        summary: "difference between the means of two items rated by different participants, variances unequal",
        citation: "Welch 1947, Biometrika 34(1/2):28-35, DOI 10.1093/biomet/34.1-2.28",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).welch(options)] }
    )
}

extension OpinionScores {
    func welch(_ options: AnalysisOptions) -> StatisticResult {
        var overlapping = 0
        var result = comparisons(
            "welch",
            "Welch's t test; effect over the root of the mean variance with Bonett's interval (2008)",
            options
        ) { pair in
            if !pair.both.isEmpty { overlapping += 1 }
            do throws(Undefined) {
                return try MeanDifference(pair.leftValues, pair.rightValues)
                    .contrast(pair.left, pair.right, options.confidence)
            } catch {
                return pair.undefined(error.reason)
            }
        }
        if overlapping > 0 {
            result.warn(
                "in \(overlapping) comparisons some participants rated both items, which the test takes as independent:"
                    + " paired-t does not"
            )
        }
        return result
    }
}
