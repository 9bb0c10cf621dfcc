internal import RealModule

extension Statistic {
    /// MACE: participants who know or guess.
    static let mace = Statistic(
        name: "mace",
        summary: "each participant's probability to know the answer rather than to draw it from a habit of his own",
        citation:
            "Hovy, Berg-Kirkpatrick, Vaswani and Hovy 2013, Learning Whom to Trust with MACE, NAACL-HLT, 1120-1130",
        families: [.agreement],
        ratings: { table, _ in [CompetenceModels(table).mace()] }
    )

    /// GLAD: ability of participants and difficulty of items.
    static let glad = Statistic(
        name: "glad",
        summary:
            "each participant's ability, items being of different difficulty: the right answer has log-odds ability × ease",
        citation: "Whitehill, Wu, Bergsma, Movellan and Ruvolo 2009, Whose Vote Should Count More, NIPS 22",
        families: [.agreement],
        ratings: { table, _ in [CompetenceModels(table).glad()] }
    )
}

/// Models of participants' competence where the right answers are not known, by expectation–maximization from majorities.
struct CompetenceModels {
    private let table: RatingTable
    private let answers: [[(rater: Int, category: Int)]]
    private let size: Int

    init(_ table: RatingTable) {
        self.table = table
        size = table.categories.count
        let design = table.design
        answers = (0..<design.unitCount).map { unit in
            (Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1])).map { cell in
                (Int(design.cellRater[cell]), Int(design.entryCategory[Int(design.cellEntry[cell])]))
            }
        }
    }

    private func start(_ name: String, _ method: String) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: table.count)
        if table.count == 0 { result.mark(Undefined("there are no ratings")) }
        if size == 1 { result.mark(Undefined.oneCategory) }
        return result
    }

    private var majorities: [[Double]] {
        answers.map { own in
            var counts = [Double](repeating: 0, count: size)
            for (_, category) in own { counts[category] += 1 }
            let total = counts.reduce(0, +)
            return counts.map { total > 0 ? $0 / total : 1 / Double(size) }
        }
    }

    private func finish(_ result: inout StatisticResult, _ values: [Double]) {
        result.items = zip(table.participants, values).map { ItemEstimate(item: $0, value: $1) }
        result.value = values.reduce(0, +) / Double(values.count)
    }

    /// Knows with probability θ, else draws from ξ; both without priors.
    func mace() -> StatisticResult {
        var result = start(
            "mace",
            "maximum likelihood by expectation–maximization from majorities; items are participants"
        )
        guard result.status == .ok else { return result }
        let raters = table.participants.count
        var knowing = [Double](repeating: 0.5, count: raters)
        var habit = [[Double]](repeating: [Double](repeating: 1 / Double(size), count: size), count: raters)
        var beliefs = majorities
        var likelihood = -Double.infinity
        for step in 0... {
            var (known, given) = ([Double](repeating: 0, count: raters), [Double](repeating: 0, count: raters))
            var drawn = [[Double]](repeating: [Double](repeating: 1e-10, count: size), count: raters)
            for (own, belief) in zip(answers, beliefs) {
                for (rater, category) in own {
                    let draw = (1 - knowing[rater]) * habit[rater][category]
                    let share = belief[category] * knowing[rater] / max(knowing[rater] + draw, 1e-300)
                    known[rater] += share
                    given[rater] += 1
                    drawn[rater][category] += 1 - share
                }
            }
            for rater in 0..<raters where given[rater] > 0 {
                knowing[rater] = min(1 - 1e-10, max(1e-10, known[rater] / given[rater]))
                let total = drawn[rater].reduce(0, +)
                habit[rater] = drawn[rater].map { $0 / total }
            }
            var sum = 0.0
            for (item, own) in answers.enumerated() where !own.isEmpty {
                var logs = [Double](repeating: -Double.log(Double(size)), count: size)
                for (rater, category) in own {
                    let draw = (1 - knowing[rater]) * habit[rater][category]
                    for truth in 0..<size { logs[truth] += Double.log(draw + (truth == category ? knowing[rater] : 0)) }
                }
                sum += Self.normalize(&logs)
                beliefs[item] = logs
            }
            if abs(sum - likelihood) < 1e-9 * abs(sum) { break }
            likelihood = sum
            guard step < 5000 else {
                result.mark(Undefined("the fit did not converge in 5000 steps"))
                return result
            }
        }
        result.logLikelihood = likelihood
        finish(&result, knowing)
        return result
    }

    /// σ(αβ) with normal priors of mean 1 and variance 1 on α and log β, as the authors' program has them.
    func glad() -> StatisticResult {
        var result = start(
            "glad",
            "expectation–maximization from majorities, normal priors on ability and log-ease; items are participants"
        )
        guard result.status == .ok else { return result }
        let raters = table.participants.count
        var ability = [Double](repeating: 1, count: raters)
        var ease = [Double](repeating: 1, count: answers.count)
        var beliefs = majorities
        var previous = -Double.infinity
        for step in 0... {
            for _ in 0..<5 {
                var (slope, curvature) = (ability.map { 1 - $0 }, [Double](repeating: 1, count: raters))
                for (item, own) in answers.enumerated() {
                    let beta = Double.exp(ease[item])
                    for (rater, category) in own {
                        let p = 1 / (1 + Double.exp(-ability[rater] * beta))
                        slope[rater] += beta * (beliefs[item][category] - p)
                        curvature[rater] += beta * beta * p * (1 - p)
                    }
                }
                for rater in 0..<raters { ability[rater] += slope[rater] / curvature[rater] }
                for (item, own) in answers.enumerated() {
                    let beta = Double.exp(ease[item])
                    var (slope, curvature) = (1 - ease[item], 1.0)
                    for (rater, category) in own {
                        let x = ability[rater] * beta
                        let p = 1 / (1 + Double.exp(-x))
                        slope += x * (beliefs[item][category] - p)
                        curvature += x * x * p * (1 - p)
                    }
                    ease[item] += max(-1, min(1, slope / curvature))
                }
            }
            var sum = 0.0
            for (item, own) in answers.enumerated() where !own.isEmpty {
                var logs = [Double](repeating: -Double.log(Double(size)), count: size)
                for (rater, category) in own {
                    let x = ability[rater] * Double.exp(ease[item])
                    let right = -Double.log(onePlus: Double.exp(-x))
                    let wrong = -Double.log(onePlus: Double.exp(x)) - Double.log(Double(max(1, size - 1)))
                    for truth in 0..<size { logs[truth] += truth == category ? right : wrong }
                }
                sum += Self.normalize(&logs)
                beliefs[item] = logs
            }
            let priors = ability.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } + ease.reduce(0) { $0 + ($1 - 1) * ($1 - 1) }
            let posterior = sum - priors / 2
            if abs(posterior - previous) < 1e-8 * abs(posterior) { break }
            previous = posterior
            guard step < 2000 else {
                result.mark(Undefined("the fit did not converge in 2000 steps"))
                return result
            }
        }
        finish(&result, ability)
        result.warn("abilities depend on the priors; their unit is log-odds at an ease of 1")
        return result
    }

    /// Log-weights become probabilities; gives the logarithm of their sum.
    private static func normalize(_ logs: inout [Double]) -> Double {
        let top = logs.max() ?? 0
        let parts = logs.map { Double.exp($0 - top) }
        let sum = parts.reduce(0, +)
        logs = parts.map { $0 / sum }
        return top + Double.log(sum)
    }
}
