extension Statistic {
    /// Agreement of each participant with the majority.
    static let wawa = Statistic(
        name: "wawa",
        summary: "each participant's agreement with the majority of answers",
        citation: "Appen's worker agreement with aggregate",
        families: [.agreement],
        ratings: { table, _ in [Wawa.result(RaterAnswers(table))] }
    )
}

/// Worker agreement with aggregate: the share of a participant's answers that are the majority's.
enum Wawa {
    static func result(_ answers: RaterAnswers) -> StatisticResult {
        var result = answers.result("wawa", "share of answers that are the majority's, the first of equals")
        guard result.status == .ok else { return result }
        var (right, given) = (
            [Double](repeating: 0, count: answers.raters), [Double](repeating: 0, count: answers.raters)
        )
        for item in 0..<answers.items {
            let shares = answers.shares(item)
            var majority = 0
            for category in shares.indices where shares[category] > shares[majority] { majority = category }
            for answer in answers.answers(item) {
                given[Int(answers.rater[answer])] += 1
                if Int(answers.category[answer]) == majority { right[Int(answers.rater[answer])] += 1 }
            }
        }
        answers.fill(&result, zip(right, given).map { $0 / $1 })
        // Over answers, not over participants.
        result.value = right.reduce(0, +) / given.reduce(0, +)
        return result
    }
}
