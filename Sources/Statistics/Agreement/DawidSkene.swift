internal import RealModule

extension Statistic {
    /// Dawid and Skene's model of raters.
    static let dawidSkene = Statistic(
        name: "dawid-skene",
        summary: "each participant's probability to give the right category, the right ones being estimated with it",
        citation: "Dawid and Skene 1979, Journal of the Royal Statistical Society C 28(1):20-28, DOI 10.2307/2346806",
        families: [.agreement],
        ratings: { table, _ in [DawidSkene.result(RaterAnswers(table))] }
    )
}

/// Categories of items and the confusions of participants by expectation–maximization, from majorities.
struct DawidSkene {
    private let answers: RaterAnswers
    /// P(category) of each item, item by item.
    private var beliefs: [Double]
    /// P(answer | category) of participants at [(rater · K + answer) · K + category], and its logarithm.
    private(set) var confusion: [Double]
    private var logConfusion: [Double]
    /// The shares of categories.
    private(set) var prior: [Double]
    private(set) var logLikelihood = -Double.infinity

    /// No probability is estimated as less, so that one contradiction does not exclude a category.
    private static let least = 1e-10

    init(_ answers: RaterAnswers) {
        self.answers = answers
        let size = answers.categories
        beliefs = (0..<answers.items).flatMap { answers.shares($0) }
        prior = [Double](repeating: 0, count: size)
        confusion = [Double](repeating: 0, count: answers.raters * size * size)
        logConfusion = confusion
    }

    static func result(_ answers: RaterAnswers) -> StatisticResult {
        var result = answers.result("dawid-skene", "expectation–maximization from majorities")
        guard result.status == .ok else { return result }
        var model = DawidSkene(answers)
        var steps = 0
        while model.step() > 1e-9 {
            steps += 1
            guard steps < 10_000 else {
                result.mark(Undefined("the fit did not converge in 10000 steps"))
                return result
            }
        }
        result.logLikelihood = model.logLikelihood
        result.parameters = ["steps": Double(steps + 1)]
        let size = answers.categories
        answers.fill(
            &result,
            (0..<answers.raters).map { rater in
                (0..<size).reduce(0) { $0 + model.prior[$1] * model.confusion[(rater * size + $1) * size + $1] }
            }
        )
        return result
    }

    /// One step of expectation–maximization; the largest change of a belief.
    ///
    /// - Complexity: O(answers × categories).
    mutating func step() -> Double {
        maximize()
        return expect()
    }

    /// Shares and confusions from beliefs.
    private mutating func maximize() {
        let (answers, size) = (answers, answers.categories)
        confusion.withUnsafeMutableBufferPointer { confusion in
            confusion.update(repeating: 0)
            beliefs.withUnsafeBufferPointer { beliefs in
                for item in 0..<answers.items {
                    for answer in answers.answers(item) {
                        let row = (Int(answers.rater[answer]) * size + Int(answers.category[answer])) * size
                        for truth in 0..<size { confusion[row + truth] += beliefs[item * size + truth] }
                    }
                }
            }
        }
        for truth in 0..<size {
            let sum = stride(from: truth, to: beliefs.count, by: size).reduce(0) { $0 + beliefs[$1] }
            prior[truth] = max(sum / Double(answers.items), Self.least)
        }
        for rater in 0..<answers.raters {
            for truth in 0..<size {
                let places = (0..<size).map { (rater * size + $0) * size + truth }
                let sum = places.reduce(0) { $0 + confusion[$1] }
                for place in places {
                    confusion[place] = sum > 0 ? max(confusion[place] / sum, Self.least) : 1 / Double(size)
                    logConfusion[place] = Double.log(confusion[place])
                }
            }
        }
    }

    /// Beliefs and the likelihood from shares and confusions; the largest change of a belief.
    private mutating func expect() -> Double {
        let (answers, size) = (answers, answers.categories)
        let logPrior = prior.map { Double.log($0) }
        var logs = logPrior
        var (change, likelihood) = (0.0, 0.0)
        logs.withUnsafeMutableBufferPointer { logs in
            logConfusion.withUnsafeBufferPointer { logConfusion in
                beliefs.withUnsafeMutableBufferPointer { beliefs in
                    for item in 0..<answers.items {
                        for truth in 0..<size { logs[truth] = logPrior[truth] }
                        for answer in answers.answers(item) {
                            let row = (Int(answers.rater[answer]) * size + Int(answers.category[answer])) * size
                            for truth in 0..<size { logs[truth] += logConfusion[row + truth] }
                        }
                        var (top, sum) = (logs[0], 0.0)
                        for truth in 1..<size { top = max(top, logs[truth]) }
                        for truth in 0..<size {
                            logs[truth] = Double.exp(logs[truth] - top)
                            sum += logs[truth]
                        }
                        likelihood += top + Double.log(sum)
                        for truth in 0..<size {
                            change = max(change, abs(logs[truth] / sum - beliefs[item * size + truth]))
                            beliefs[item * size + truth] = logs[truth] / sum
                        }
                    }
                }
            }
        }
        logLikelihood = likelihood
        return change
    }
}
