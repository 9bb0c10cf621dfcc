internal import RealModule

extension Statistic {
    /// Mean opinion scores.
    static let mos = Statistic(
        name: "mos",
        summary: "mean rating of each item with its interval over participants",
        citation:
            "ITU-T P.910 (2023) §10; SOS hypothesis: Hoßfeld, Schatz and Egger 2011, DOI 10.1109/QoMEX.2011.6065690",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).mos(options)] }
    )

    /// Differential mean opinion scores.
    static let dmos = Statistic(
        name: "dmos",
        summary: "mean over participants of the difference to the reference item's rating",
        citation: "ITU-T P.910 (2023) §7.3 (hidden reference)",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).dmos(options)] }
    )

    /// Screening by BT.500.
    static let bt500 = Statistic(
        name: "bt500",
        summary: "mean ratings without the participants that BT.500 rejects; items are the participants rejected",
        citation: "ITU-R BT.500-14 (2019), annex 1, §2.3.1",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).bt500(options)] }
    )

    /// Bias removal by P.913.
    static let p913 = Statistic(
        name: "p913",
        summary: "mean rating of each item once each participant's bias is taken out",
        citation: "ITU-T P.913 (2021) §12.4",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).p913(options)] }
    )

    /// Recovery of scores with participants' bias and inconsistency.
    static let sureal = Statistic(
        name: "sureal",
        summary: "scores of items by maximum likelihood with a bias and an inconsistency of each participant",
        citation: "Li, Bampis, Krasula, Janowski and Katsavounidis 2020, arXiv:2004.02067; ITU-T P.910 (2023), annex E",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).sureal(options)] }
    )
}

/// Ratings of items by participants, with missing ones.
struct OpinionScores {
    private let table: RatingTable
    /// By item, who rated it how; nil where values are no numbers.
    private let ratings: [[(rater: Int, value: Double)]]?

    init(_ table: RatingTable) {
        self.table = table
        let design = table.design
        ratings = design.values.map { values in
            (0..<design.unitCount).map { unit in
                (Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1])).map { cell in
                    (
                        Int(design.cellRater[cell]),
                        values[Int(design.entryCategory[Int(design.cellEntry[cell])])]
                    )
                }
            }
        }
    }

    private func start(_ name: String, _ method: String) -> (StatisticResult, [[(rater: Int, value: Double)]]) {
        var result = StatisticResult(name: name, method: method, n: table.count)
        if table.emptyRows > 0 { result.nDropped = table.emptyRows }
        if ratings == nil { result.mark(Undefined("ratings are no numbers")) }
        if table.count == 0 { result.mark(Undefined("there are no ratings")) }
        return (result, ratings ?? [])
    }

    /// Means of items with t intervals.
    private func means(_ ratings: [[(rater: Int, value: Double)]], _ options: AnalysisOptions) -> [ItemEstimate] {
        zip(table.items, ratings).map { item, own in
            guard !own.isEmpty else { return ItemEstimate(item: item, status: .undefined, reason: "nobody rated it") }
            let count = Double(own.count)
            let mean = own.reduce(0) { $0 + $1.value } / count
            guard own.count > 1 else { return ItemEstimate(item: item, value: mean) }
            let variance = own.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 1)
            let error = (variance / count).squareRoot()
            let margin = StudentT(degreesOfFreedom: count - 1).quantile(1 - (1 - options.confidence) / 2) * error
            return ItemEstimate(
                item: item,
                value: mean,
                standardError: error,
                interval: ConfidenceInterval(mean - margin, mean + margin)
            )
        }
    }

    private func finish(_ result: inout StatisticResult, _ items: [ItemEstimate]) {
        result.items = items
        let known = items.compactMap(\.value)
        if !known.isEmpty { result.value = known.reduce(0, +) / Double(known.count) }
    }

    func mos(_ options: AnalysisOptions) -> StatisticResult {
        var (result, ratings) = start("mos", "mean over participants, ± t; value is the mean over items")
        guard result.status == .ok else { return result }
        finish(&result, means(ratings, options))
        if let a = spreadParameter(ratings) { result.parameters = ["sosA": a] }
        return result
    }

    /// The parameter a of SOS² = a (−x² + (L + H) x − L H) by least squares, L and H being the ends of the scale.
    private func spreadParameter(_ ratings: [[(rater: Int, value: Double)]]) -> Double? {
        let all = ratings.joined().map(\.value)
        guard let low = all.min(), let high = all.max(), high > low else { return nil }
        var (products, squares) = (0.0, 0.0)
        for own in ratings where own.count > 1 {
            let count = Double(own.count)
            let mean = own.reduce(0) { $0 + $1.value } / count
            let variance = own.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 1)
            let curve = -mean * mean + (low + high) * mean - low * high
            products += curve * variance
            squares += curve * curve
        }
        return squares > 0 ? products / squares : nil
    }

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
}
