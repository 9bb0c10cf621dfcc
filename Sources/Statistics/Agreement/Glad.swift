internal import RealModule

extension Statistic {
    /// Whitehill's ability of raters and difficulty of items.
    static let glad = Statistic(
        name: "glad",
        summary:
            "each participant's ability on a logistic scale (0 guesses, negative misleads), given items' difficulty",
        citation:
            "Whitehill, Ruvolo, Wu, Bergsma and Movellan 2009, Advances in Neural Information Processing Systems 22",
        families: [.agreement],
        ratings: { table, _ in [Glad.result(RaterAnswers(table))] }
    )
}

/// P(answer right) = 1 / (1 + exp(−α e^b)) with ability α and easiness b, wrong answers being equally likely.
///
/// The mode of the posterior with priors N(1, 1) of α and b, by expectation and conditional maximization: a step of Newton
/// for each ability (where the expected posterior is concave) and of Fisher scoring for each easiness.
struct Glad {
    private let answers: RaterAnswers
    private var ability: [Double]
    private var easiness: [Double]

    init(_ answers: RaterAnswers) {
        self.answers = answers
        ability = [Double](repeating: 1, count: answers.raters)
        easiness = [Double](repeating: 1, count: answers.items)
    }

    static func result(_ answers: RaterAnswers) -> StatisticResult {
        var result = answers.result("glad", "mode of the posterior, priors N(1, 1) of ability and of log easiness")
        guard result.status == .ok else { return result }
        var model = Glad(answers)
        for _ in 0..<20_000 where model.step() < 1e-10 {
            answers.fill(&result, model.ability)
            return result
        }
        result.mark(Undefined("the fit did not converge in 20000 steps"))
        return result
    }

    /// One step; the largest change of a parameter.
    mutating func step() -> Double {
        let right = expect()
        var change = 0.0
        // Abilities: the gradient and the information of each, in one pass.
        var gradient = ability.map { 1 - $0 }
        var information = [Double](repeating: 1, count: ability.count)
        for item in 0..<answers.items {
            let scale = Double.exp(easiness[item])
            for answer in answers.answers(item) {
                let rater = Int(answers.rater[answer])
                let share = Self.logistic(ability[rater] * scale)
                gradient[rater] += (right[answer] - share) * scale
                information[rater] += share * (1 - share) * scale * scale
            }
        }
        for rater in ability.indices {
            let move = min(max(gradient[rater] / information[rater], -1), 1)
            ability[rater] += move
            change = max(change, abs(move))
        }
        for item in easiness.indices {
            let scale = Double.exp(easiness[item])
            var (slope, curvature) = (1 - easiness[item], 1.0)
            for answer in answers.answers(item) {
                let product = ability[Int(answers.rater[answer])] * scale
                let share = Self.logistic(product)
                slope += (right[answer] - share) * product
                curvature += share * (1 - share) * product * product
            }
            let move = min(max(slope / curvature, -0.5), 0.5)
            easiness[item] += move
            change = max(change, abs(move))
        }
        return change
    }

    /// The probability of each answer to be right.
    private func expect() -> [Double] {
        var right = [Double](repeating: 0, count: answers.rater.count)
        let others = Double.log(Double(answers.categories - 1))
        var logs = [Double](repeating: 0, count: answers.categories)
        for item in 0..<answers.items {
            for index in logs.indices { logs[index] = 0 }
            let scale = Double.exp(easiness[item])
            // log σ(x) − log(1 − σ(x)) is x: only the category that is the answer differs.
            for answer in answers.answers(item) {
                logs[Int(answers.category[answer])] += ability[Int(answers.rater[answer])] * scale + others
            }
            let top = logs.max() ?? 0
            let sum = logs.reduce(0) { $0 + Double.exp($1 - top) }
            for answer in answers.answers(item) {
                right[answer] = Double.exp(logs[Int(answers.category[answer])] - top) / sum
            }
        }
        return right
    }

    private static func logistic(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }
}
