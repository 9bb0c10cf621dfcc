internal import RealModule

extension Statistic {
    /// Hovy's competence of raters.
    static let mace = Statistic(
        name: "mace",
        summary: "each participant's competence: the probability to know the right category instead of guessing",
        citation:
            "Hovy, Berg-Kirkpatrick, Vaswani and Hovy 2013, NAACL-HLT 1120-1130, https://aclanthology.org/N13-1132",
        families: [.agreement],
        ratings: { table, _ in [Mace.result(RaterAnswers(table))] }
    )
}

/// Multi-annotator competence estimation by variational Bayes.
///
/// A participant knows the category with probability θ, or else answers by a strategy ξ; priors are Beta(½, ½) of θ and
/// symmetric Dirichlet(10) of ξ, as in the authors' program. Competence is the posterior mean of θ.
struct Mace {
    private let answers: RaterAnswers
    /// Expected logarithms' exponentials: of guessing and of knowing by participant, of a strategy's answers.
    private var guessing: [Double]
    private var knowing: [Double]
    private var strategy: [Double]

    init(_ answers: RaterAnswers) {
        self.answers = answers
        guessing = [Double](repeating: 0.5, count: answers.raters)
        knowing = guessing
        strategy = [Double](repeating: 1 / Double(answers.categories), count: answers.raters * answers.categories)
    }

    static func result(_ answers: RaterAnswers) -> StatisticResult {
        var result = answers.result(
            "mace",
            "variational Bayes; posterior mean of competence, priors Beta(½, ½) and Dirichlet(10) of strategies"
        )
        guard result.status == .ok else { return result }
        var model = Mace(answers)
        var known: [Double] = []
        for _ in 0..<10_000 {
            let last = known
            known = model.step()
            let isSteady = zip(known, last).allSatisfy { abs($0 - $1) < 1e-10 }
            if isSteady, !last.isEmpty {
                answers.fill(&result, known)
                return result
            }
        }
        result.mark(Undefined("the fit did not converge in 10000 steps"))
        return result
    }

    /// One step; the posterior means of competence.
    mutating func step() -> [Double] {
        let size = answers.categories
        var guessed = [Double](repeating: 0, count: answers.raters)
        var knew = guessed
        var used = [Double](repeating: 0, count: answers.raters * size)
        for item in 0..<answers.items {
            let beliefs = beliefs(item)
            for answer in answers.answers(item) {
                let (rater, category) = (Int(answers.rater[answer]), Int(answers.category[answer]))
                // Where the category is not the answer, it was a guess.
                let guess = guessing[rater] * strategy[rater * size + category]
                let knows = beliefs[category] * knowing[rater] / (guess + knowing[rater])
                knew[rater] += knows
                guessed[rater] += 1 - knows
                used[rater * size + category] += 1 - knows
            }
        }
        for rater in 0..<answers.raters {
            let whole = Digamma.value(guessed[rater] + knew[rater] + 1)
            guessing[rater] = Double.exp(Digamma.value(guessed[rater] + 0.5) - whole)
            knowing[rater] = Double.exp(Digamma.value(knew[rater] + 0.5) - whole)
            let strategies = Digamma.value(guessed[rater] + 10 * Double(size))
            for category in 0..<size {
                let place = rater * size + category
                strategy[place] = Double.exp(Digamma.value(used[place] + 10) - strategies)
            }
        }
        return zip(knew, guessed).map { ($0 + 0.5) / ($0 + $1 + 1) }
    }

    /// The probability of each category of an item.
    private func beliefs(_ item: Int) -> [Double] {
        let size = answers.categories
        // An answer's logarithms differ between categories only where the category is the answer.
        var logs = [Double](repeating: 0, count: size)
        for answer in answers.answers(item) {
            let (rater, category) = (Int(answers.rater[answer]), Int(answers.category[answer]))
            let guess = guessing[rater] * strategy[rater * size + category]
            logs[category] += Double.log(onePlus: knowing[rater] / guess)
        }
        let top = logs.max() ?? 0
        let parts = logs.map { Double.exp($0 - top) }
        let sum = parts.reduce(0, +)
        return parts.map { $0 / sum }
    }
}
