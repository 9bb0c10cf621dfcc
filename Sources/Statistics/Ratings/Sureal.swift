extension Statistic {
    /// Recovery of scores with participants' bias and inconsistency.
    static let sureal = Statistic(
        name: "sureal",
        summary: "scores of items by maximum likelihood with a bias and an inconsistency of each participant",
        citation: "Li, Bampis, Krasula, Janowski and Katsavounidis 2020, arXiv:2004.02067; ITU-T P.910 (2023), annex E",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).sureal(options)] }
    )
}

extension OpinionScores {
    /// Alternating projections: scores, biases and inconsistencies in turn.
    func sureal(_ options: AnalysisOptions) -> StatisticResult {
        var (result, ratings) = start(
            "sureal",
            "maximum likelihood by alternating projections; value is the mean over items"
        )
        guard result.status == .ok else { return result }
        let count = table.participants.count
        var scores = ratings.map { own in own.isEmpty ? 0 : own.reduce(0) { $0 + $1.value } / Double(own.count) }
        var biases = [Double](repeating: 0, count: count)
        var deviations = [Double](repeating: 1, count: count)
        // One participant whose ratings are fitted exactly would take all the weight: the likelihood has no bound there.
        let floor = 0.1 * max(1e-6, spread(ratings, scores))
        for _ in 0..<10_000 {
            biases = byRater(ratings) { item, rating in rating - scores[item] }
            let squares = byRater(ratings) { item, rating in pow2(rating - scores[item]) }
            deviations = zip(squares, biases).map { max(floor, max(0, $0 - $1 * $1).squareRoot()) }
            let next = ratings.map { own -> Double in
                var (sum, weight) = (0.0, 0.0)
                for rating in own {
                    let own = 1 / (deviations[rating.rater] * deviations[rating.rater])
                    sum += own * (rating.value - biases[rating.rater])
                    weight += own
                }
                return weight > 0 ? sum / weight : 0
            }
            let moved = zip(next, scores).reduce(0) { $0 + pow2($1.0 - $1.1) }.squareRoot()
            scores = next
            if moved < 1e-10 { break }
        }
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        finish(
            &result,
            table.items.indices.map { item in
                guard !ratings[item].isEmpty else {
                    return ItemEstimate(item: table.items[item], status: .undefined, reason: "nobody rated it")
                }
                let weight = ratings[item].reduce(0) { $0 + 1 / pow2(deviations[$1.rater]) }
                let error = (1 / weight).squareRoot()
                return ItemEstimate(
                    item: table.items[item],
                    value: scores[item],
                    standardError: error,
                    interval: ConfidenceInterval(finite: scores[item] - z * error, scores[item] + z * error)
                )
            }
        )
        let held = deviations.count { $0 <= floor * (1 + 1e-9) }
        if held > 0 {
            result.warn("\(held) participants fit so well that their inconsistency is held at \(floor)")
        }
        return result
    }

    private func spread(_ ratings: [[(rater: Int, value: Double)]], _ scores: [Double]) -> Double {
        var (sum, count) = (0.0, 0.0)
        for (item, own) in ratings.enumerated() {
            for rating in own {
                sum += pow2(rating.value - scores[item])
                count += 1
            }
        }
        return count > 0 ? (sum / count).squareRoot() : 0
    }

    private func byRater(
        _ ratings: [[(rater: Int, value: Double)]],
        _ value: (_ item: Int, _ rating: Double) -> Double
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: table.participants.count)
        var counts = sums
        for (item, own) in ratings.enumerated() {
            for rating in own {
                sums[rating.rater] += value(item, rating.value)
                counts[rating.rater] += 1
            }
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    }

    private func pow2(_ x: Double) -> Double { x * x }
}
