internal import RealModule

extension Statistic {
    /// Dawid and Skene's model of raters.
    static let dawidSkene = Statistic(
        name: "dawid-skene",
        summary: "each participant's probability to give the right category, the right ones being estimated with it",
        citation: "Dawid and Skene 1979, Journal of the Royal Statistical Society C 28(1):20-28, DOI 10.2307/2346806",
        families: [.agreement],
        ratings: { table, _ in [DawidSkene(table).result()] }
    )

    /// Agreement of each participant with the majority.
    static let wawa = Statistic(
        name: "wawa",
        summary: "each participant's agreement with the majority of answers",
        citation: "Appen's worker agreement with aggregate",
        families: [.agreement],
        ratings: { table, _ in [DawidSkene(table).agreementWithMajority()] }
    )
}

/// Categories of items and the confusions of participants by expectation–maximization, from majorities.
struct DawidSkene {
    private let table: RatingTable

    init(_ table: RatingTable) { self.table = table }

    private var answers: [[(rater: Int, category: Int)]] {
        let design = table.design
        return (0..<design.unitCount).map { unit in
            (Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1])).map { cell in
                (Int(design.cellRater[cell]), Int(design.entryCategory[Int(design.cellEntry[cell])]))
            }
        }
    }

    private func start(_ name: String, _ method: String) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: table.count)
        if table.count == 0 { result.mark(Undefined("there are no ratings")) }
        if table.categories.count == 1 { result.mark(Undefined.oneCategory) }
        return result
    }

    func result() -> StatisticResult {
        var result = start("dawid-skene", "expectation–maximization from majorities; items are participants")
        guard result.status == .ok else { return result }
        let (answers, size, raters) = (answers, table.categories.count, table.participants.count)
        var beliefs = answers.map { own in Self.shares(own.map(\.category), size) }
        var confusion = [Double](repeating: 0, count: raters * size * size)
        var prior = [Double](repeating: 0, count: size)
        var likelihood = -Double.infinity
        for step in 0... {
            // Categories' shares and participants' confusions from beliefs.
            for index in confusion.indices { confusion[index] = 0 }
            for index in prior.indices { prior[index] = 0 }
            for (own, belief) in zip(answers, beliefs) where !own.isEmpty {
                for truth in 0..<size { prior[truth] += belief[truth] }
                for (rater, category) in own {
                    for truth in 0..<size { confusion[(rater * size + truth) * size + category] += belief[truth] }
                }
            }
            let total = prior.reduce(0, +)
            for index in prior.indices { prior[index] = max(prior[index] / total, 1e-10) }
            for row in 0..<raters * size {
                let sum = (0..<size).reduce(0.0) { $0 + confusion[row * size + $1] }
                for column in 0..<size {
                    confusion[row * size + column] =
                        sum > 0 ? max(confusion[row * size + column] / sum, 1e-10) : 1 / Double(size)
                }
            }
            // Beliefs from those, and the likelihood.
            var sum = 0.0
            for (item, own) in answers.enumerated() where !own.isEmpty {
                var logs = prior.map { Double.log($0) }
                for (rater, category) in own {
                    for truth in 0..<size {
                        logs[truth] += Double.log(confusion[(rater * size + truth) * size + category])
                    }
                }
                let top = logs.max() ?? 0
                let parts = logs.map { Double.exp($0 - top) }
                let whole = parts.reduce(0, +)
                sum += top + Double.log(whole)
                beliefs[item] = parts.map { $0 / whole }
            }
            if abs(sum - likelihood) < 1e-9 * abs(sum) { break }
            likelihood = sum
            guard step < 5000 else {
                result.mark(Undefined("the fit did not converge in 5000 steps"))
                return result
            }
        }
        result.logLikelihood = likelihood
        result.items = table.participants.indices.map { rater in
            let right = (0..<size).reduce(0.0) { $0 + prior[$1] * confusion[(rater * size + $1) * size + $1] }
            return ItemEstimate(item: table.participants[rater], value: right)
        }
        let values = result.items?.compactMap(\.value) ?? []
        result.value = values.reduce(0, +) / Double(values.count)
        return result
    }

    private static func shares(_ categories: [Int], _ size: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: size)
        for category in categories { counts[category] += 1 }
        let total = counts.reduce(0, +)
        return total > 0 ? counts.map { $0 / total } : counts.map { _ in 1 / Double(size) }
    }

    func agreementWithMajority() -> StatisticResult {
        var result = start(
            "wawa",
            "share of answers that are the majority's, the first of equals; items are participants"
        )
        guard result.status == .ok else { return result }
        var (right, given) = (
            [Double](repeating: 0, count: table.participants.count),
            [Double](repeating: 0, count: table.participants.count)
        )
        for own in answers where !own.isEmpty {
            let shares = Self.shares(own.map(\.category), table.categories.count)
            let majority = shares.indices.max { shares[$0] < shares[$1] } ?? 0
            for (rater, category) in own {
                given[rater] += 1
                if category == majority { right[rater] += 1 }
            }
        }
        result.value = right.reduce(0, +) / given.reduce(0, +)
        result.items = table.participants.indices.map { rater in
            ItemEstimate(item: table.participants[rater], value: given[rater] > 0 ? right[rater] / given[rater] : nil)
        }
        return result
    }
}
