extension Statistic {
    /// How useful explanations are for predicting a model.
    static let utility = Statistic(
        name: "utility",
        summary:
            "accuracy at predicting a model relative to a baseline condition, over the number K of training examples",
        citation: "Colin, Fel, Cadène and Serre 2022, What I Cannot Predict, I Do Not Understand, arXiv:2112.04417",
        families: [.choices],
        choices: { table, options in [Utility(table).result(options)] }
    )
}

/// Utility-K = accuracy with explanations / accuracy of the baseline at the same K; utility is the area under it over K.
///
/// The area is by the trapezoidal rule and divided by the range of K, so that a condition as good as the baseline has 1
/// whatever the range; with a single K it is Utility-K itself.
struct Utility {
    private let table: ChoiceTable

    init(_ table: ChoiceTable) { self.table = table }

    /// Right answers and all answers of each participant at one K.
    private typealias Tally = [String: (right: Double, all: Double)]

    func result(_ options: AnalysisOptions) -> StatisticResult {
        var result = StatisticResult(
            name: "utility",
            method:
                "accuracy over that of the baseline at the same K; area over K by the trapezoidal rule, divided by the"
                + " range of K (1: as the baseline); standard error over participants, linearized, normal interval; p"
                + " against 1",
            n: table.choices.count
        )
        do throws(Undefined) {
            try fill(&result, options)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func fill(_ result: inout StatisticResult, _ options: AnalysisOptions) throws(Undefined) {
        let groups = table.groups
        guard let baseline = options.baseline else {
            throw Undefined(
                "there is no baseline: name the condition without explanations with --baseline, one of"
                    + " \(groups.joined(separator: ", "))"
            )
        }
        guard groups.contains(baseline), groups.count > 1 else {
            throw Undefined(
                "conditions \(groups.joined(separator: ", ")) hold no comparison with the baseline “\(baseline)”"
            )
        }
        var tallies: [String: [Int: Tally]] = [:]
        for choice in table.choices {
            guard let k = choice.k else { continue }
            var own = tallies[choice.group]?[k]?[choice.participant] ?? (0, 0)
            own.right += choice.isCorrect ? 1 : 0
            own.all += 1
            tallies[choice.group, default: [:]][k, default: [:]][choice.participant] = own
        }
        let used = table.choices.count { $0.k != nil }
        guard used > 0 else {
            throw Undefined("no answer says how many examples came before: name the column with --k")
        }
        result.n = used
        let missing = table.choices.count - used + table.emptyRows
        if missing > 0 { result.nDropped = missing }

        var (curve, contrasts): ([String: Double], [Contrast]) = ([:], [])
        for group in groups where group != baseline {
            contrasts.append(contrast(group, baseline, tallies, options, &curve))
        }
        for (index, p) in options.adjustment.adjust(contrasts.map(\.p)).enumerated() { contrasts[index].pAdjusted = p }
        result.contrasts = contrasts
        result.parameters = curve
        if contrasts.count == 1 {
            let only = contrasts[0]
            (result.value, result.standardError, result.interval) = (only.value, only.standardError, only.interval)
            (result.p, result.statisticValue) = (only.p, only.statisticValue)
        } else {
            result.method += ", adjusted by \(options.adjustment.title)"
        }
        if let reason = contrasts.first?.reason, contrasts.allSatisfy({ $0.value == nil }) { throw Undefined(reason) }
        let lost = Set(tallies.values.flatMap(\.keys)).filter { k in tallies.values.contains { $0[k] == nil } }
        if !lost.isEmpty {
            let list = lost.sorted().map(String.init).joined(separator: ", ")
            result.warn(
                "K = \(list) does not occur in every condition and counts only where baseline and condition have it"
            )
        }
    }

    private func contrast(
        _ group: String,
        _ baseline: String,
        _ tallies: [String: [Int: Tally]],
        _ options: AnalysisOptions,
        _ curve: inout [String: Double]
    ) -> Contrast {
        let (own, other) = (tallies[group] ?? [:], tallies[baseline] ?? [:])
        let ks = Set(own.keys).intersection(other.keys).sorted()
        guard !ks.isEmpty else {
            return Contrast(left: group, right: baseline, reason: "\(group) and \(baseline) have no K in common")
        }
        var value = 0.0
        var influence: [String: Double] = [:]
        for (k, weight) in zip(ks, Self.weights(ks)) {
            let (with, without) = (own[k] ?? [:], other[k] ?? [:])
            let (right, all) = Self.total(with)
            let (baseRight, baseAll) = Self.total(without)
            guard baseRight > 0 else {
                return Contrast(
                    left: group,
                    right: baseline,
                    reason: "no answer of \(baseline) is right at K = \(k): the ratio has no value"
                )
            }
            let (accuracy, base) = (right / all, baseRight / baseAll)
            let ratio = accuracy / base
            curve["\(group), K = \(k)"] = ratio
            value += weight * ratio
            for (name, tally) in with {
                influence[name, default: 0] += weight * (tally.right - accuracy * tally.all) / (all * base)
            }
            for (name, tally) in without {
                influence[name, default: 0] -= weight * ratio * (tally.right - base * tally.all) / (baseAll * base)
            }
        }
        var contrast = Contrast(left: group, right: baseline, value: value)
        let people = Double(influence.count)
        guard people > 2 else { return contrast }
        // In the order of names, so that the sum does not depend on that of the dictionary.
        let squares = influence.sorted { $0.key < $1.key }.reduce(0.0) { $0 + $1.value * $1.value }
        let error = (people / (people - 1) * squares).squareRoot()
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        contrast.standardError = error
        contrast.interval = ConfidenceInterval(finite: value - z * error, value + z * error)
        if error > 0 {
            contrast.statisticValue = (value - 1) / error
            contrast.p = 2 * Normal.upperTail(abs(value - 1) / error)
        }
        return contrast
    }

    private static func total(_ tally: Tally) -> (right: Double, all: Double) {
        tally.values.reduce((0, 0)) { ($0.0 + $1.right, $0.1 + $1.all) }
    }

    /// The trapezoidal rule's weights, which sum to 1.
    private static func weights(_ ks: [Int]) -> [Double] {
        guard ks.count > 1 else { return [1] }
        let range = Double(ks[ks.count - 1] - ks[0])
        return ks.indices.map { index in
            let (before, after) = (ks[max(0, index - 1)], ks[min(ks.count - 1, index + 1)])
            return Double(after - before) / 2 / range
        }
    }
}
