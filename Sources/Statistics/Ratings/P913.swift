extension Statistic {
    /// Bias removal by P.913.
    static let p913 = Statistic(
        name: "p913",
        summary: "mean rating of each item once each participant's bias is taken out",
        citation: "ITU-T P.913 (2021) §12.4",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).p913(options)] }
    )
}

extension OpinionScores {
    func p913(_ options: AnalysisOptions) -> StatisticResult {
        var (result, ratings) = start("p913", "mean over participants once each one's bias is taken out, ± t")
        guard result.status == .ok else { return result }
        let means = ratings.map { own in own.isEmpty ? 0 : own.reduce(0) { $0 + $1.value } / Double(own.count) }
        var (sums, counts) = (
            [Double](repeating: 0, count: table.participants.count),
            [Double](repeating: 0, count: table.participants.count)
        )
        for (item, own) in ratings.enumerated() {
            for rating in own {
                sums[rating.rater] += rating.value - means[item]
                counts[rating.rater] += 1
            }
        }
        let biases = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
        let corrected = ratings.map { own in own.map { (rater: $0.rater, value: $0.value - biases[$0.rater]) } }
        finish(&result, self.means(corrected, options))
        return result
    }
}
