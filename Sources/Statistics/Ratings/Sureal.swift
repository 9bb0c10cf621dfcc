internal import RealModule

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
    /// Rating = score + bias + inconsistency · normal error; the biases of the participants have mean 0.
    ///
    /// The likelihood has no bound where one participant's inconsistency goes to 0 and the scores become that participant's
    /// ratings. Where the search ends there, inconsistencies get a prior instead, and the result is labelled.
    func sureal(_ options: AnalysisOptions) -> StatisticResult {
        var (result, all) = start(
            "sureal",
            "maximum likelihood by alternating projections, biases with mean 0; value is the mean over items; standard errors"
                + " take biases and inconsistencies as known"
        )
        guard result.status == .ok else { return result }
        var counts = [Int](repeating: 0, count: table.participants.count)
        for rating in all.joined() { counts[rating.rater] += 1 }
        // A single rating is fitted by its bias, whatever the score.
        let ratings = all.map { own in own.filter { counts[$0.rater] > 1 } }
        let single = counts.count { $0 == 1 }
        if single > 0 {
            result.nDropped = (result.nDropped ?? 0) + single
            result.warn(
                "\(single) participants gave one rating, which says nothing beside their bias, and are left out"
            )
        }
        let model = BiasAndInconsistency(ratings, participants: table.participants.count)
        guard var fit = model?.fit(prior: 0) else {
            result.mark(Undefined("ratings do not differ once the participants' biases are taken out"))
            return result
        }
        if let model, !fit.collapsed.isEmpty, let guarded = model.fit(prior: BiasAndInconsistency.priorRatings) {
            let names = fit.collapsed.map { table.participants[$0] }.joined(separator: ", ")
            let weight = BiasAndInconsistency.priorRatings
            result.warn(
                "the scores would become the ratings of \(names), whose inconsistency goes to 0: inconsistencies are held by"
                    + " a prior of \(weight) ratings with the deviation \(model.spread) of all participants"
            )
            fit = guarded
            result.method += "; inverse-gamma prior of \(weight) ratings on each inconsistency"
        }
        guard fit.hasConverged else {
            result.mark(Undefined("alternating projections do not converge"))
            return result
        }
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        finish(
            &result,
            table.items.indices.map { item in
                guard !ratings[item].isEmpty else {
                    return ItemEstimate(item: table.items[item], status: .undefined, reason: "nobody rated it")
                }
                let weight = ratings[item].reduce(0) { $0 + 1 / (fit.deviations[$1.rater] * fit.deviations[$1.rater]) }
                let (score, error) = (fit.scores[item], (1 / weight).squareRoot())
                return ItemEstimate(
                    item: table.items[item],
                    value: score,
                    standardError: error,
                    interval: ConfidenceInterval(finite: score - z * error, score + z * error)
                )
            }
        )
        result.logLikelihood = fit.logLikelihood
        if fit.prior > 0 {
            result.status = .priorDependent
            result.reason = "the likelihood alone has no maximum"
        }
        return result
    }
}

/// The model of a bias and an inconsistency of each participant.
struct BiasAndInconsistency {
    /// How many ratings the prior counts for, where one is needed.
    static let priorRatings = 4.0

    struct Fit {
        var scores: [Double]
        var biases: [Double]
        var deviations: [Double]
        let prior: Double
        var hasConverged = false
        /// The participants whose inconsistency is held up by its least value.
        var collapsed: [Int] = []
        var logLikelihood = 0.0
    }

    private let ratings: [[(rater: Int, value: Double)]]
    private let counts: [Double]
    /// The deviation of ratings from the mean of the item and the bias of the participant.
    let spread: Double

    /// Nil where nothing is left once means and biases are taken out.
    init?(_ ratings: [[(rater: Int, value: Double)]], participants: Int) {
        self.ratings = ratings
        var counts = [Double](repeating: 0, count: participants)
        for rating in ratings.joined() { counts[rating.rater] += 1 }
        self.counts = counts
        let means = ratings.map { own in own.isEmpty ? 0 : own.reduce(0) { $0 + $1.value } / Double(own.count) }
        let biases = Self.byRater(ratings, counts) { item, rating in rating.value - means[item] }
        let squares = Self.byRater(ratings, counts) { item, rating in
            let residual = rating.value - means[item] - biases[rating.rater]
            return residual * residual
        }
        let total = counts.reduce(0, +)
        spread = total > 0 ? (zip(squares, counts).reduce(0) { $0 + $1.0 * $1.1 } / total).squareRoot() : 0
        let largest = ratings.joined().reduce(0) { max($0, abs($1.value)) }
        guard spread > 1e-9 * largest else { return nil }
    }

    /// Scores, biases and inconsistencies in turn.
    func fit(prior: Double) -> Fit? {
        let count = counts.count
        var fit = Fit(
            scores: ratings.map { own in own.isEmpty ? 0 : own.reduce(0) { $0 + $1.value } / Double(own.count) },
            biases: [Double](repeating: 0, count: count),
            deviations: [Double](repeating: spread, count: count),
            prior: prior
        )
        let floor = 0.01 * spread
        for _ in 0..<20_000 {
            let scores = fit.scores
            fit.biases = Self.byRater(ratings, counts) { item, rating in rating.value - scores[item] }
            let biases = fit.biases
            let squares = Self.byRater(ratings, counts) { item, rating in
                let residual = rating.value - scores[item] - biases[rating.rater]
                return residual * residual
            }
            for rater in 0..<count where counts[rater] > 0 {
                let sum = counts[rater] * squares[rater] + prior * spread * spread
                fit.deviations[rater] = max(floor, (sum / (counts[rater] + prior)).squareRoot())
            }
            var moved = 0.0
            for (item, own) in ratings.enumerated() where !own.isEmpty {
                var (sum, weight) = (0.0, 0.0)
                for rating in own {
                    let precision = 1 / (fit.deviations[rating.rater] * fit.deviations[rating.rater])
                    sum += precision * (rating.value - biases[rating.rater])
                    weight += precision
                }
                moved = max(moved, abs(sum / weight - fit.scores[item]))
                fit.scores[item] = sum / weight
            }
            if moved < 1e-11 * max(1, spread) {
                fit.hasConverged = true
                break
            }
        }
        fit.collapsed = (0..<count).filter { counts[$0] > 0 && fit.deviations[$0] <= floor * (1 + 1e-9) }
        center(&fit)
        fit.logLikelihood = ratings.enumerated().reduce(0) { sum, element in
            element.1.reduce(sum) { sum, rating in
                let deviation = fit.deviations[rating.rater]
                let z = (rating.value - fit.scores[element.0] - fit.biases[rating.rater]) / deviation
                return sum - Double.log(deviation) - z * z / 2 - Double.log(2 * Double.pi) / 2
            }
        }
        return fit
    }

    /// Scores may rise as biases fall; biases with mean 0 settle it.
    private func center(_ fit: inout Fit) {
        let people = counts.indices.filter { counts[$0] > 0 }
        let mean = people.reduce(0) { $0 + fit.biases[$1] } / Double(people.count)
        for rater in people { fit.biases[rater] -= mean }
        for item in ratings.indices where !ratings[item].isEmpty { fit.scores[item] += mean }
    }

    private static func byRater(
        _ ratings: [[(rater: Int, value: Double)]],
        _ counts: [Double],
        _ value: (_ item: Int, _ rating: (rater: Int, value: Double)) -> Double
    ) -> [Double] {
        var sums = [Double](repeating: 0, count: counts.count)
        for (item, own) in ratings.enumerated() {
            for rating in own { sums[rating.rater] += value(item, rating) }
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    }
}
