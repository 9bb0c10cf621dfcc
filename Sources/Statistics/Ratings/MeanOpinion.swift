extension Statistic {
    /// Mean opinion scores.
    static let mos = Statistic(
        name: "mos",
        summary: "mean rating of each item with its interval over participants",
        citation: "ITU-T P.910 (2023) §10",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).mos(options)] }
    )
}

extension OpinionScores {
    func mos(_ options: AnalysisOptions) -> StatisticResult {
        var (result, ratings) = start("mos", "mean over participants, ± t; value is the mean over items")
        guard result.status == .ok else { return result }
        finish(&result, means(ratings, options))
        return result
    }
}
