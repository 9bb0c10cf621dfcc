extension Statistic {
    /// Wilcoxon's signed-rank test.
    static let wilcoxon = Statistic(
        name: "wilcoxon",
        summary: "shift between two items rated by the same participants, by the ranks of the differences",
        citation: "Wilcoxon 1945, DOI 10.2307/3001968; Hodges and Lehmann 1963, DOI 10.1214/aoms/1177704172;"
            + " rank-biserial correlation: Kerby 2014, DOI 10.2466/11.IT.3.1",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).wilcoxon(options)] }
    )
}

extension OpinionScores {
    func wilcoxon(_ options: AnalysisOptions) -> StatisticResult {
        var approximate = 0
        var result = comparisons(
            "wilcoxon",
            "Wilcoxon's signed-rank test, differences of 0 left out, mid-ranks for ties; value is the Hodges–Lehmann"
                + " shift with its signed-rank interval, effectSize the matched-pairs rank-biserial correlation,"
                + " statisticValue the lesser sum of ranks",
            options
        ) { pair in
            let differences = pair.differences
            guard !differences.isEmpty else { return pair.undefined("nobody rated both items") }
            let test = SignedRankTest(differences)
            if !test.isExact { approximate += 1 }
            let shift = HodgesLehmann(differences)
            let sum = test.positive + test.negative
            let hasDifference = sum > 0
            return Contrast(
                left: pair.left,
                right: pair.right,
                wins: differences.count { $0 > 0 },
                losses: differences.count { $0 < 0 },
                ties: test.zeros,
                value: shift.estimate,
                interval: shift.interval(options.confidence),
                p: hasDifference ? test.p : nil,
                statisticValue: min(test.positive, test.negative),
                effectSize: hasDifference ? (test.positive - test.negative) / sum : nil,
                reason: hasDifference ? nil : "all who rated both items gave them the same rating: there is no p-value"
            )
        }
        let pairs = result.contrasts?.count ?? 0
        let limit = SignedRankTest.exactLimit
        result.method +=
            approximate == 0
            ? "; exact p over all signs"
            : "; \(approximate) of \(pairs) p by the normal distribution with the variance of the mid-ranks, without"
                + " continuity correction, as more than \(limit) differences are not 0"
        return result
    }
}
