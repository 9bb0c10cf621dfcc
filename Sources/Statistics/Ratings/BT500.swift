extension Statistic {
    /// Screening by BT.500.
    static let bt500 = Statistic(
        name: "bt500",
        summary: "mean ratings without the participants that BT.500 rejects; items are the participants rejected",
        citation: "ITU-R BT.500-14 (2019), annex 1, §2.3.1",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).bt500(options)] }
    )
}

extension OpinionScores {
    func bt500(_ options: AnalysisOptions) -> StatisticResult {
        var (result, ratings) = start("bt500", "mean over participants that are not rejected, ± t")
        guard result.status == .ok else { return result }
        let count = table.participants.count
        var above = [Int](repeating: 0, count: count)
        var (below, rated) = (above, above)
        for own in ratings where own.count > 1 {
            let number = Double(own.count)
            let mean = own.reduce(0) { $0 + $1.value } / number
            let second = own.reduce(0) { $0 + pow2($1.value - mean) } / number
            let fourth = own.reduce(0) { $0 + pow2(pow2($1.value - mean)) } / number
            let deviation = (second * number / (number - 1)).squareRoot()
            let kurtosis = second > 0 ? fourth / (second * second) : 0
            let limit = (2...4).contains(kurtosis) ? 2 * deviation : (20.0).squareRoot() * deviation
            for rating in own {
                rated[rating.rater] += 1
                guard deviation > 0 else { continue }
                if rating.value >= mean + limit { above[rating.rater] += 1 }
                if rating.value <= mean - limit { below[rating.rater] += 1 }
            }
        }
        let rejected = (0..<count).filter { rater in
            let outside = Double(above[rater] + below[rater])
            guard outside > 0, rated[rater] > 0 else { return false }
            return outside / Double(rated[rater]) > 0.05 && abs(Double(above[rater] - below[rater])) / outside < 0.3
        }
        let kept = ratings.map { own in own.filter { !rejected.contains($0.rater) } }
        finish(&result, means(kept, options))
        result.parameters = ["rejected": Double(rejected.count)]
        if !rejected.isEmpty {
            result.nDropped = (result.nDropped ?? 0) + ratings.joined().count { rejected.contains($0.rater) }
            result.warn("rejected: \(rejected.map { table.participants[$0] }.joined(separator: ", "))")
        }
        return result
    }

    private func pow2(_ x: Double) -> Double { x * x }
}
