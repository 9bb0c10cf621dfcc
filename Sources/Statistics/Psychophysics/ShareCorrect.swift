extension Statistic {
    /// The share of right answers.
    static let proportion = Statistic(
        name: "proportion",
        summary: "share of right answers, overall and by condition; tested against chance where alternatives are given",
        citation: "Clopper and Pearson 1934, DOI 10.1093/biomet/26.4.404; Wilson 1927, DOI 10.2307/2276774",
        families: [.choices],
        choices: { table, options in [ShareCorrect.result(table, options)] }
    )

    /// Sensitivity d′.
    static let dPrime = Statistic(
        name: "dprime",
        summary: "sensitivity apart from bias: yes/no with a signal column, or m alternatives",
        citation: "Green and Swets 1966; m alternatives: Hacker and Ratcliff 1979, DOI 10.3758/BF03202792",
        families: [.choices],
        choices: { table, options in [Sensitivity.result(table, options)] }
    )

    /// McNemar's test.
    static let mcNemar = Statistic(
        name: "mcnemar",
        summary:
            "whether right answers are as frequent in two conditions, the same participants and items being in both",
        citation: "McNemar 1947, Psychometrika 12(2):153-157, DOI 10.1007/BF02295996",
        families: [.choices],
        choices: { table, _ in [PairedConditions(table).mcNemar()] }
    )

    /// Cochran's Q.
    static let cochranQ = Statistic(
        name: "cochran-q",
        summary:
            "whether right answers are as frequent in all conditions, the same participants and items being in each",
        citation: "Cochran 1950, Biometrika 37(3/4):256-266, DOI 10.1093/biomet/37.3-4.256",
        families: [.choices],
        choices: { table, _ in [PairedConditions(table).cochran()] }
    )
}

/// The share of right answers with intervals that hold for dependent answers of one participant.
enum ShareCorrect {
    static func result(_ table: ChoiceTable, _ options: AnalysisOptions) -> StatisticResult {
        let share = ShareEstimate(options: options)
        var result = StatisticResult(
            name: "proportion",
            method: "share of right answers; \(share.method)",
            n: table.choices.count
        )
        result.form = share.form
        if table.emptyRows > 0 { result.nDropped = table.emptyRows }
        guard !table.choices.isEmpty else {
            result.mark(Undefined("there are no answers"))
            return result
        }
        let (successes, trials) = ChoiceTable.tallies(table.choices)
        if let found = share.estimate(successes: successes, trials: trials) {
            (result.value, result.standardError, result.interval) = (found.value, found.standardError, found.interval)
        }
        let (right, all) = (successes.reduce(0, +), trials.reduce(0, +))
        if let wilson = ProportionInterval.wilson(successes: right, trials: all, confidence: options.confidence) {
            result.parameters = ["wilsonLower": wilson.lower, "wilsonUpper": wilson.upper]
        }
        let alternatives = Set(table.choices.compactMap(\.alternatives))
        if let count = alternatives.first, alternatives.count == 1 {
            let chance = 1 / Double(count)
            result.p = BinomialTest.twoSided(successes: Int(right), trials: Int(all), probability: chance)
            result.parameters?["chance"] = chance
            result.parameters?["pMid"] = BinomialTest.midP(successes: Int(right), trials: Int(all), probability: chance)
            result.method += "; exact binomial test against chance 1/\(count)"
        }
        let groups = table.groups
        guard groups.count > 1 else { return result }
        result.items = groups.map { group in
            let (successes, trials) = ChoiceTable.tallies(table.choices.filter { $0.group == group })
            let found = share.estimate(successes: successes, trials: trials)
            return ItemEstimate(
                item: group,
                value: found?.value,
                standardError: found?.standardError,
                interval: found?.interval
            )
        }
        return result
    }
}

extension ProportionInterval {
    /// Wilson's score interval; nil without trials.
    static func wilson(successes: Double, trials: Double, confidence: Double) -> ConfidenceInterval? {
        guard trials > 0 else { return nil }
        let z = Normal.quantile(1 - (1 - confidence) / 2)
        let share = successes / trials
        let center = (share + z * z / (2 * trials)) / (1 + z * z / trials)
        let inner = share * (1 - share) / trials + z * z / (4 * trials * trials)
        let margin = z * inner.squareRoot() / (1 + z * z / trials)
        return ConfidenceInterval(finite: max(0, center - margin), min(1, center + margin))
    }
}

extension BinomialTest {
    /// The two-sided mid-p-value: what is observed counts half.
    static func midP(successes: Int, trials: Int, probability: Double) -> Double {
        max(
            0,
            twoSided(successes: successes, trials: trials, probability: probability)
                - Binomial(trials: trials, probability: probability).mass(successes) / 2
        )
    }
}

/// d′ of yes/no answers and of m alternatives.
enum Sensitivity {
    static func result(_ table: ChoiceTable, _ options: AnalysisOptions) -> StatisticResult {
        var result = StatisticResult(name: "dprime", method: "", n: table.choices.count)
        guard !table.choices.isEmpty else {
            result.mark(Undefined("there are no answers"))
            return result
        }
        let marked = table.choices.filter { $0.hasSignal != nil }
        if marked.count == table.choices.count {
            detection(marked, options, &result)
        } else {
            let alternatives = Set(table.choices.compactMap(\.alternatives))
            guard alternatives.count == 1, let count = alternatives.first, count > 1 else {
                result.mark(Undefined("give --signal for yes/no answers, or --alternatives for m alternatives"))
                return result
            }
            forced(table.choices, count, options, &result)
        }
        return result
    }

    /// z(H) − z(F) and the criterion −(z(H) + z(F)) / 2.
    private static func detection(
        _ choices: [ChoiceTable.Choice],
        _ options: AnalysisOptions,
        _ result: inout StatisticResult
    ) {
        let signals = choices.filter { $0.hasSignal == true }
        let noise = choices.filter { $0.hasSignal == false }
        guard !signals.isEmpty, !noise.isEmpty else {
            result.mark(Undefined("d′ needs trials with a signal and trials without"))
            return
        }
        let hits = Double(signals.count { $0.isCorrect })
        let alarms = Double(noise.count { !$0.isCorrect })
        let (s, n) = (Double(signals.count), Double(noise.count))
        let isExtreme = [0, s].contains(hits) || [0, n].contains(alarms)
        // Rates of 0 and 1 have no z; half an answer is added to each cell then.
        let h = isExtreme ? (hits + 0.5) / (s + 1) : hits / s
        let f = isExtreme ? (alarms + 0.5) / (n + 1) : alarms / n
        let (zh, zf) = (Normal.quantile(h), Normal.quantile(f))
        result.method = "yes/no: z(hits) − z(false alarms)"
        if isExtreme {
            result.method += ", ½ added to each cell (Hautus 1995, DOI 10.3758/BF03203619)"
            result.warn("a rate is 0 or 1: d′ is finite only by the correction")
        }
        let variance = h * (1 - h) / s / pow2(Normal.density(zh)) + f * (1 - f) / n / pow2(Normal.density(zf))
        fill(&result, zh - zf, variance.squareRoot(), options)
        result.parameters = ["criterion": -(zh + zf) / 2, "hitRate": hits / s, "falseAlarmRate": alarms / n]
        result.method += "; large-sample standard error (Gourevitch and Galanter 1967, DOI 10.1007/BF02289402)"
    }

    /// The d′ that gives the share of right answers among m alternatives.
    private static func forced(
        _ choices: [ChoiceTable.Choice],
        _ count: Int,
        _ options: AnalysisOptions,
        _ result: inout StatisticResult
    ) {
        let n = Double(choices.count)
        let share = Double(choices.count { $0.isCorrect }) / n
        result.method = "\(count) alternatives, no bias between them"
        guard share < 1 else {
            result.mark(Undefined("all answers are right: d′ is infinite", status: .infinite))
            return
        }
        guard share > 0 else {
            result.mark(Undefined("no answer is right: d′ is minus infinity", status: .infinite))
            return
        }
        let value = dPrime(share, count)
        let slope = (probability(value + 1e-4, count) - probability(value - 1e-4, count)) / 2e-4
        fill(&result, value, (share * (1 - share) / n).squareRoot() / slope, options)
        result.method += "; delta-method standard error"
    }

    private static func fill(
        _ result: inout StatisticResult,
        _ value: Double,
        _ error: Double,
        _ options: AnalysisOptions
    ) {
        result.value = value
        result.standardError = error
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        result.interval = ConfidenceInterval(finite: value - z * error, value + z * error)
        if error > 0 { result.p = 2 * Normal.upperTail(abs(value / error)) }
    }

    /// ∫ φ(x − d) Φ(x)^(m − 1) dx, by Simpson's rule.
    static func probability(_ d: Double, _ alternatives: Int) -> Double {
        let (low, high, steps) = (min(-8, d - 8), max(8, d + 8), 4000)
        let width = (high - low) / Double(steps)
        var sum = 0.0
        for step in 0...steps {
            let x = low + width * Double(step)
            var power = 1.0
            for _ in 1..<alternatives { power *= Normal.cdf(x) }
            let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
            sum += weight * Normal.density(x - d) * power
        }
        return sum * width / 3
    }

    private static func dPrime(_ share: Double, _ alternatives: Int) -> Double {
        var (low, high) = (-10.0, 10.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if probability(middle, alternatives) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    private static func pow2(_ x: Double) -> Double { x * x }
}

/// Right answers of the same participants to the same items in several conditions.
struct PairedConditions {
    private let table: ChoiceTable
    private let groups: [String]
    /// Rows of right (true) and wrong answers, a column a condition.
    private let rows: [[Bool]]
    private let incomplete: Int

    init(_ table: ChoiceTable) {
        self.table = table
        let groups = table.groups
        var found: [String: [Bool?]] = [:]
        for choice in table.choices {
            let key = choice.participant + "\u{1F}" + choice.item
            var row = found[key] ?? [Bool?](repeating: nil, count: groups.count)
            if let index = groups.firstIndex(of: choice.group), row[index] == nil { row[index] = choice.isCorrect }
            found[key] = row
        }
        let sorted = found.sorted { $0.key < $1.key }.map(\.value)
        rows = sorted.compactMap { row in row.allSatisfy { $0 != nil } ? row.compactMap(\.self) : nil }
        incomplete = sorted.count - rows.count
        self.groups = groups
    }

    private func start(_ name: String, _ method: String) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: rows.count)
        if incomplete > 0 {
            result.nDropped = incomplete
            result.warn("\(incomplete) participants or items are not in every condition and are left out")
        }
        return result
    }

    func mcNemar() -> StatisticResult {
        var result = start("mcnemar", "exact binomial test of discordant pairs")
        guard groups.count == 2 else {
            result.mark(Undefined("the test compares two conditions, not \(groups.count): name their column with --by"))
            return result
        }
        let first = rows.count { $0[0] && !$0[1] }
        let second = rows.count { !$0[0] && $0[1] }
        guard first + second > 0 else {
            result.mark(Undefined("no participant and item differ between the conditions"))
            return result
        }
        let difference = Double(first - second)
        result.value = difference / Double(rows.count)
        result.statisticValue = difference * difference / Double(first + second)
        result.df = 1
        result.p = BinomialTest.twoSided(successes: first, trials: first + second)
        result.parameters = ["onlyFirst": Double(first), "onlySecond": Double(second)]
        if second > 0 { result.parameters?["oddsRatio"] = Double(first) / Double(second) }
        result.method += "; value is the share of \(groups[0]) minus that of \(groups[1])"
        return result
    }

    func cochran() -> StatisticResult {
        var result = start("cochran-q", "χ² test of equal shares over conditions")
        guard groups.count > 1 else {
            result.mark(Undefined("the test compares conditions: name their column with --by"))
            return result
        }
        let k = Double(groups.count)
        let columns = groups.indices.map { index in Double(rows.count { $0[index] }) }
        let sums = rows.map { Double($0.count { $0 }) }
        let total = sums.reduce(0, +)
        let spread = k * total - sums.reduce(0) { $0 + $1 * $1 }
        guard spread > 0 else {
            result.mark(Undefined("no participant and item differ between the conditions"))
            return result
        }
        let deviation = columns.reduce(0) { $0 + ($1 - total / k) * ($1 - total / k) }
        let q = k * (k - 1) * deviation / spread
        result.value = q
        result.statisticValue = q
        result.df = k - 1
        result.p = ChiSquared(degreesOfFreedom: k - 1).upperTail(q)
        result.items = zip(groups, columns).map { ItemEstimate(item: $0, value: $1 / Double(rows.count)) }
        return result
    }
}
