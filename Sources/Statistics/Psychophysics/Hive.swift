internal import RealModule

extension Statistic {
    /// HIVE's accuracy of participants.
    static let hive = Statistic(
        name: "hive",
        summary:
            "mean accuracy of participants ± its standard deviation, tested against chance, in HIVE's agreement and"
            + " distinction tasks",
        citation: "Kim, Meister, Ramaswamy, Fong and Russakovsky 2022, HIVE, arXiv:2112.03184",
        families: [.choices],
        choices: { table, options in Hive(table).results(options) }
    )
}

/// The participants' shares of right answers, each participant counting once.
///
/// In the agreement task an answer is right where confidence lies on the side of what the model's prediction was, so that
/// chance is ½; in the distinction task one of m maps is picked, so that it is 1/m. Where the rows say whether the model was
/// right, both kinds of predictions are looked at apart, as trust in wrong ones is the question.
struct Hive {
    private let table: ChoiceTable

    init(_ table: ChoiceTable) { self.table = table }

    func results(_ options: AnalysisOptions) -> [StatisticResult] {
        var parts: [(form: String, choices: [ChoiceTable.Choice])] = [("all", table.choices)]
        if table.choices.contains(where: { $0.hasSignal != nil }) {
            parts.append(("model-right", table.choices.filter { $0.hasSignal == true }))
            parts.append(("model-wrong", table.choices.filter { $0.hasSignal == false }))
        }
        return parts.map { part in
            var result = StatisticResult(name: "hive", method: "", n: part.choices.count)
            result.form = part.form
            if part.form == "all", table.emptyRows > 0 { result.nDropped = table.emptyRows }
            do throws(Undefined) {
                try fill(&result, part.choices, options)
            } catch {
                result.mark(error)
            }
            return result
        }
    }

    private func fill(
        _ result: inout StatisticResult,
        _ choices: [ChoiceTable.Choice],
        _ options: AnalysisOptions
    ) throws(Undefined) {
        result.method = "mean over participants of their shares of right answers, t interval"
        guard !choices.isEmpty else { throw Undefined("there are no such answers") }
        let chance = try chance()
        result.method += "; t test against chance \(chance.words)"
        let shares = Self.shares(choices)
        let mean = shares.reduce(0, +) / Double(shares.count)
        result.value = mean
        result.parameters = ["participants": Double(shares.count), "chance": chance.value]
        if let moments = try? MeanDifference(paired: shares.map { $0 - chance.value }) {
            result.standardError = moments.standardError
            result.parameters?["standardDeviation"] = moments.standardError * Double(shares.count).squareRoot()
            let own = moments.interval(options.confidence)
            result.interval = own.flatMap {
                ConfidenceInterval(finite: $0.lower + chance.value, $0.upper + chance.value)
            }
            (result.statisticValue, result.df) = (moments.t(), moments.degreesOfFreedom)
            result.p = StudentT(degreesOfFreedom: moments.degreesOfFreedom).outside(moments.t())
        } else {
            result.warn(
                shares.count < 2
                    ? "one participant has no standard deviation"
                    : "all participants have the same share: there is no test"
            )
        }
        try compare(&result, choices, options)
    }

    /// Conditions, each with its mean, and their differences by Welch's test.
    private func compare(
        _ result: inout StatisticResult,
        _ choices: [ChoiceTable.Choice],
        _ options: AnalysisOptions
    ) throws(Undefined) {
        let groups = Set(choices.map(\.group)).sorted()
        guard groups.count > 1 else { return }
        let shares = groups.map { group in Self.shares(choices.filter { $0.group == group }) }
        result.items = zip(groups, shares).map { group, own in
            let moments = try? MeanDifference(paired: own)
            return ItemEstimate(
                item: group,
                value: own.reduce(0, +) / Double(own.count),
                standardError: moments?.standardError,
                interval: moments?.interval(options.confidence)
            )
        }
        var contrasts: [Contrast] = []
        for left in groups.indices {
            for right in groups.indices where right > left {
                if let difference = try? MeanDifference(shares[left], shares[right]) {
                    contrasts.append(difference.contrast(groups[left], groups[right], options.confidence))
                } else {
                    contrasts.append(
                        Contrast(left: groups[left], right: groups[right], reason: "participants' shares do not vary")
                    )
                }
            }
        }
        for (index, p) in options.adjustment.adjust(contrasts.map(\.p)).enumerated() { contrasts[index].pAdjusted = p }
        result.contrasts = contrasts
        result.method +=
            "; conditions by Welch's t test, participants of different conditions taken as different people,"
            + " p adjusted by \(options.adjustment.title)"
    }

    private func chance() throws(Undefined) -> (value: Double, words: String) {
        let alternatives = Set(table.choices.map(\.alternatives))
        if alternatives.count == 1, let only = alternatives.first, let count = only {
            return (1 / Double(count), "1/\(count)")
        }
        if alternatives == [nil], table.choices.allSatisfy({ $0.hasSignal != nil }) { return (0.5, "1/2") }
        throw Undefined(
            "chance is not known: give --alternatives for the distinction task, --signal for the agreement task"
        )
    }

    private static func shares(_ choices: [ChoiceTable.Choice]) -> [Double] {
        let (successes, trials) = ChoiceTable.tallies(choices)
        return zip(successes, trials).map { $0 / $1 }
    }
}
