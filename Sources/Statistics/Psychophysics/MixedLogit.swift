internal import RealModule

/// Right answers by condition with normal effects of participants and items on the log-odds.
struct MixedLogit {
    private let participants: [String]
    private let items: [String]
    private let groups: [String]
    private let table: ChoiceTable

    /// Arranges answers; the first of `groups` is the one that others are compared with.
    init(_ table: ChoiceTable, baseline: String?) {
        self.table = table
        participants = Set(table.choices.map(\.participant)).sorted()
        items = Set(table.choices.map(\.item)).sorted()
        let found = table.groups
        groups = found.filter { $0 == baseline } + found.filter { $0 != baseline }
    }

    func result(_ options: AnalysisOptions) -> StatisticResult {
        let fixed = groups.count > 1 ? "condition" : "1"
        var result = StatisticResult(
            name: "mixed-model",
            method:
                "right ~ \(fixed) + (1 | participant) + (1 | item), logistic, maximum of the Laplace approximation to"
                + " the likelihood; Wald z and intervals by its curvature",
            n: table.choices.count
        )
        if table.emptyRows > 0 { result.nDropped = table.emptyRows }
        do throws(Undefined) {
            try check(options)
            try fill(&result, options)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func check(_ options: AnalysisOptions) throws(Undefined) {
        guard !table.choices.isEmpty else { throw Undefined("there are no answers") }
        if let baseline = options.baseline, !groups.contains(baseline) {
            throw Undefined("the condition “\(baseline)” does not occur; there are \(groups.joined(separator: ", "))")
        }
        guard participants.count > 1, items.count > 1 else {
            throw Undefined(
                "the model needs two participants and two items, not \(participants.count) and \(items.count)"
            )
        }
        guard table.choices.count > max(participants.count, items.count) + groups.count + 1 else {
            throw Undefined(
                "\(table.choices.count) answers of \(participants.count) participants to \(items.count) items are too few",
                status: .notIdentified
            )
        }
        for group in groups {
            let own = table.choices.filter { $0.group == group }
            let right = own.count { $0.isCorrect }
            guard right == 0 || right == own.count else { continue }
            let place = group.isEmpty ? "all answers" : "all answers of the condition “\(group)”"
            throw Undefined(
                "\(place) are \(right == 0 ? "wrong" : "right"): the log-odds are infinite",
                status: .infinite
            )
        }
    }

    private func fill(_ result: inout StatisticResult, _ options: AnalysisOptions) throws(Undefined) {
        let eliminatesParticipants = participants.count >= items.count
        let model = model(eliminatesParticipants)
        var mode = model.origin
        // Shares by condition and moderate deviations to start from.
        let logOdds = groups.map { group in
            let own = table.choices.filter { $0.group == group }
            let right = Double(own.count { $0.isCorrect })
            return Double.log(right / (Double(own.count) - right))
        }
        let start = [0.6, 0.6, logOdds[0]] + logOdds.dropFirst().map { $0 - logOdds[0] }
        let loss = { (point: [Double]) -> (value: Double, gradient: [Double])? in
            model.logLikelihood(point, &mode).map { (-$0.value, $0.gradient.map { -$0 }) }
        }
        guard let best = QuasiNewton.minimum(from: start, tolerance: 1e-7, evaluate: loss),
            let covariance = covariance(at: best.point, loss)
        else { throw Undefined("the likelihood has no maximum that the search finds") }

        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        func error(_ index: Int) -> Double { covariance[2 + index, 2 + index].squareRoot() }
        let fixed = Array(best.point.dropFirst(2))
        result.value = fixed[0]
        result.standardError = error(0)
        result.interval = ConfidenceInterval(finite: fixed[0] - z * error(0), fixed[0] + z * error(0))
        test(&result, fixed[0], error(0))
        (result.logLikelihood, result.df) = (-best.value, Double(2 + fixed.count))
        var deviations = [abs(best.point[0]), abs(best.point[1])]
        if !eliminatesParticipants { deviations.reverse() }
        for (index, name) in ["participants", "items"].enumerated() where deviations[index] < 1e-3 {
            result.warn("the variance between \(name) is estimated as 0")
            deviations[index] = 0
        }
        result.parameters = [
            "varianceParticipant": deviations[0] * deviations[0], "varianceItem": deviations[1] * deviations[1],
        ]
        guard groups.count > 1 else { return }
        result.method +=
            "; value is the log-odds of \(groups[0]), contrasts are log odds ratios to it, p adjusted by"
            + " \(options.adjustment.title); items are the log-odds of conditions"
        result.items = groups.indices.map { group in
            let variance =
                covariance[2, 2] + (group > 0 ? covariance[2 + group, 2 + group] + 2 * covariance[2, 2 + group] : 0)
            let (value, error) = (fixed[0] + (group > 0 ? fixed[group] : 0), variance.squareRoot())
            return ItemEstimate(
                item: groups[group],
                value: value,
                standardError: error,
                interval: ConfidenceInterval(finite: value - z * error, value + z * error)
            )
        }
        var contrasts = groups.indices.dropFirst().map { group in
            Contrast(
                left: groups[group],
                right: groups[0],
                value: fixed[group],
                standardError: error(group),
                interval: ConfidenceInterval(finite: fixed[group] - z * error(group), fixed[group] + z * error(group)),
                p: 2 * Normal.upperTail(abs(fixed[group] / error(group))),
                statisticValue: fixed[group] / error(group)
            )
        }
        for (index, p) in options.adjustment.adjust(contrasts.map(\.p)).enumerated() { contrasts[index].pAdjusted = p }
        result.contrasts = contrasts
    }

    private func model(_ eliminatesParticipants: Bool) -> CrossedLogit {
        func places(_ names: [String]) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        }
        let (person, item, group) = (places(participants), places(items), places(groups))
        return CrossedLogit(
            table.choices.map { choice in
                let (a, b) = (person[choice.participant] ?? 0, item[choice.item] ?? 0)
                return CrossedLogit.Observation(
                    outer: eliminatesParticipants ? a : b,
                    inner: eliminatesParticipants ? b : a,
                    group: group[choice.group] ?? 0,
                    isCorrect: choice.isCorrect
                )
            },
            outerCount: max(participants.count, items.count),
            innerCount: min(participants.count, items.count),
            groupCount: groups.count
        )
    }

    /// The log-odds of the first condition against those of chance.
    private func test(_ result: inout StatisticResult, _ value: Double, _ error: Double) {
        let alternatives = Set(table.choices.map(\.alternatives))
        let only = alternatives.count == 1 ? alternatives.first ?? nil : nil
        let z = (value + Double.log(Double((only ?? 2) - 1))) / error
        result.statisticValue = z
        result.p = 2 * Normal.upperTail(abs(z))
        result.method += "; z of value against chance 1/\(only ?? 2)"
    }

    /// The inverse of the curvature at the maximum, by central differences of the gradient.
    private func covariance(
        at point: [Double],
        _ loss: ([Double]) -> (value: Double, gradient: [Double])?
    ) -> SquareMatrix? {
        let (size, step) = (point.count, 1e-4)
        var matrix = SquareMatrix(size: size)
        for row in 0..<size {
            var (above, below) = (point, point)
            above[row] += step
            below[row] -= step
            guard let high = loss(above)?.gradient, let low = loss(below)?.gradient else { return nil }
            for column in 0..<size {
                let slope = (high[column] - low[column]) / (2 * step)
                matrix[row, column] += slope / 2
                matrix[column, row] += slope / 2
            }
        }
        return matrix.choleskyFactor()?.inverse()
    }
}
