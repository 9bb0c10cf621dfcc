internal import RealModule

extension Statistic {
    /// An e-process for equal preference.
    static let eProcess = Statistic(
        name: "e-process",
        summary:
            "evidence against equal preference of each pair that may be looked at after every answer; p = 1 / the largest so far",
        citation:
            "Ville 1939; beta-binomial mixture: Robbins 1970, DOI 10.1214/aoms/1177696786; Ramdas et al. 2023, arXiv:2210.01948",
        families: [.preference],
        pairs: { table, options in [BetaBinomialProcess.result("e-process", table, options)] }
    )

    /// A confidence sequence of the preference probability.
    static let confidenceSequence = Statistic(
        name: "confidence-sequence",
        summary: "an interval of each pair's preference probability that holds at all times at once",
        citation: "Robbins 1970, DOI 10.1214/aoms/1177696786; Howard et al. 2021, arXiv:1810.08240",
        families: [.preference],
        pairs: { table, options in [BetaBinomialProcess.result("confidence-sequence", table, options)] }
    )
}

/// The mixture martingale of a probability over a uniform prior: M(p) = B(s + 1, f + 1) / (p^s (1 − p)^f).
enum BetaBinomialProcess {
    static func result(_ name: String, _ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        var result = StatisticResult(
            name: name,
            method: "beta-binomial mixture, uniform prior; answers in the order of the table, ties left out",
            n: table.count
        )
        var streams: [[Int]: [Bool]] = [:]
        for judgement in table.firsts where judgement.outcome != .tie {
            let key = [Int(min(judgement.left, judgement.right)), Int(max(judgement.left, judgement.right))]
            streams[key, default: []].append(judgement.sign > 0)
        }
        guard !streams.isEmpty else {
            result.mark(Undefined("there are no decided comparisons"))
            return result
        }
        let sorted = streams.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        result.nDropped = table.count - sorted.reduce(0) { $0 + $1.value.count }
        let contrasts = sorted.map { key, answers in
            contrast(table.items[key[0]], table.items[key[1]], answers, options)
        }
        if contrasts.count == 1 {
            let only = contrasts[0]
            result.value = name == "e-process" ? evidence(sorted[0].value) : only.value
            result.p = only.p
            result.interval = name == "e-process" ? nil : only.interval
        }
        result.contrasts = contrasts
        result.warn("it takes answers as independent: those of one participant are not")
        return result
    }

    /// Share, time-uniform interval and p-value of one pair.
    private static func contrast(
        _ left: String,
        _ right: String,
        _ answers: [Bool],
        _ options: AnalysisOptions
    ) -> Contrast {
        var (wins, most) = (0, 0.0)
        var (low, high) = (0.0, 1.0)
        for (index, won) in answers.enumerated() {
            wins += won ? 1 : 0
            let losses = index + 1 - wins
            most = max(most, logEvidence(wins, losses, 0.5))
            // Intervals of all times together hold: their intersection does too.
            let bound = Double.log(1 / (1 - options.confidence))
            let share = Double(wins) / Double(index + 1)
            low = max(low, edge(wins, losses, bound, from: share, to: 0))
            high = min(high, edge(wins, losses, bound, from: share, to: 1))
        }
        return Contrast(
            left: left,
            right: right,
            wins: wins,
            losses: answers.count - wins,
            value: Double(wins) / Double(answers.count),
            interval: low <= high ? ConfidenceInterval(low, high) : nil,
            p: min(1, Double.exp(-most))
        )
    }

    private static func evidence(_ answers: [Bool]) -> Double {
        let wins = answers.count { $0 }
        return Double.exp(logEvidence(wins, answers.count - wins, 0.5))
    }

    private static func logEvidence(_ wins: Int, _ losses: Int, _ p: Double) -> Double {
        let (s, f) = (Double(wins), Double(losses))
        let mixture = Double.logGamma(s + 1) + Double.logGamma(f + 1) - Double.logGamma(s + f + 2)
        let likelihood = (wins > 0 ? s * Double.log(p) : 0) + (losses > 0 ? f * Double.log(onePlus: -p) : 0)
        return mixture - likelihood
    }

    /// Where the evidence reaches a bound between the share of wins and an end of 0…1.
    private static func edge(_ wins: Int, _ losses: Int, _ bound: Double, from share: Double, to end: Double) -> Double
    {
        guard share != end else { return end }
        var (inside, outside) = (share, end)
        for _ in 0..<60 {
            let middle = (inside + outside) / 2
            if logEvidence(wins, losses, middle) < bound { inside = middle } else { outside = middle }
        }
        return outside
    }
}
