extension Statistic {
    /// Differential mean opinion scores.
    static let dmos = Statistic(
        name: "dmos",
        summary: "mean over participants of the difference to the reference item's rating",
        citation: "ITU-T P.910 (2023) §7.3 (hidden reference)",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).dmos(options)] }
    )
}

extension OpinionScores {
    func dmos(_ options: AnalysisOptions) -> StatisticResult {
        var (result, ratings) = start("dmos", "mean over participants of the rating minus that of the reference, ± t")
        guard result.status == .ok else { return result }
        guard let name = options.reference, let reference = table.items.firstIndex(of: name) else {
            result.mark(
                Undefined(
                    options.reference.map { "the reference item “\($0)” does not occur" }
                        ?? "there is no reference item: give --reference"
                )
            )
            return result
        }
        let ofReference = Dictionary(ratings[reference].map { ($0.rater, $0.value) }) { first, _ in first }
        let differences = ratings.map { own in
            own.compactMap { rating in ofReference[rating.rater].map { (rating.rater, rating.value - $0) } }
        }
        result.items = means(differences, options).filter { $0.item != name }
        result.method += "; \(name) is the reference"
        return result
    }
}
