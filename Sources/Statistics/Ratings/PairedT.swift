extension Statistic {
    /// The paired t test.
    static let pairedT = Statistic(
        name: "paired-t",
        summary: "mean difference between two items rated by the same participants, with Cohen's d_z",
        citation: "Student 1908, DOI 10.2307/2331554; d_z: Cohen 1988, Statistical Power Analysis, 2nd edition, §2.3",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).pairedT(options)] }
    )
}

extension OpinionScores {
    func pairedT(_ options: AnalysisOptions) -> StatisticResult {
        comparisons(
            "paired-t",
            "paired t test over participants who rated both items; effect d_z with its noncentral t interval",
            options
        ) { pair in
            do throws(Undefined) {
                return try MeanDifference(paired: pair.differences).contrast(pair.left, pair.right, options.confidence)
            } catch {
                return pair.undefined(error.reason)
            }
        }
    }
}
