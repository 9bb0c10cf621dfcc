extension Statistic {
    /// Kendall's coefficient of consistence.
    static let circularTriads = Statistic(
        name: "circular-triads",
        summary: "each participant's coefficient of consistence: 1 without circular triads (A over B over C over A);"
            + " tested against choices at random",
        citation: "Kendall and Babington Smith 1940, Biometrika 31(3/4):324-345, DOI 10.1093/biomet/31.3-4.324",
        families: [.preference],
        pairs: { table, options in [CircularTriads.result(table, options)] }
    )
}

/// Circular triads in the round robins that participants judged completely and without ties.
enum CircularTriads {
    /// One participant's judgements on one image.
    private struct RoundRobin: Hashable {
        let participant: Int32
        let image: Int32
        let occurrence: Int32
    }

    /// Circular triads d among k items with the given numbers of wins, and the coefficient of consistence ζ.
    ///
    /// d = k(k−1)(2k−1)/12 − Σ wins²/2; ζ = 1 − d/d_max with d_max = (k³ − k)/24 for odd k, (k³ − 4k)/24 for even k.
    static func consistence(wins: [Int]) -> (triads: Int, zeta: Double) {
        let k = wins.count
        let triads = (k * (k - 1) * (2 * k - 1) / 6 - wins.reduce(0) { $0 + $1 * $1 }) / 2
        let most = k.isMultiple(of: 2) ? k * (k * k - 4) / 24 : k * (k * k - 1) / 24
        return (triads, 1 - Double(triads) / Double(most))
    }

    static func result(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        var rounds: [RoundRobin: [PairTable.Judgement]] = [:]
        for judgement in table.firsts {
            let unit = table.units[Int(judgement.unit)]
            let key = RoundRobin(
                participant: judgement.participant,
                image: unit.image,
                occurrence: unit.occurrence
            )
            rounds[key, default: []].append(judgement)
        }
        var zetas = [[Double]](repeating: [], count: table.participants.count)
        var triads = [Int](repeating: 0, count: table.participants.count)
        var sizes = [[Int]](repeating: [], count: table.participants.count)
        var used = 0
        for (key, judgements) in rounds {
            guard let wins = completeWins(judgements) else { continue }
            let (own, zeta) = consistence(wins: wins)
            zetas[Int(key.participant)].append(zeta)
            triads[Int(key.participant)] += own
            sizes[Int(key.participant)].append(wins.count)
            used += judgements.count
        }
        let means = zetas.map { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }
        let present = means.compactMap { $0 }
        var result = StatisticResult(
            name: "circular-triads",
            method: "mean over participants of the coefficient of consistence; items are participants",
            n: used
        )
        let dropped = table.count - used
        if dropped > 0 { result.nDropped = dropped }
        guard !present.isEmpty else {
            result.mark(Undefined("no participant judged every pair of three or more items once and without ties"))
            return result
        }
        result.items = table.participants.indices.compactMap { index in
            guard let value = means[index] else { return nil }
            var estimate = ItemEstimate(item: table.participants[index], value: value)
            estimate.p = chance(ofAtMost: triads[index], sizes: sizes[index]).p
            return estimate
        }
        let test = chance(ofAtMost: triads.reduce(0, +), sizes: sizes.flatMap { $0 })
        result.p = test.p
        result.parameters = ["triads": Double(triads.reduce(0, +))]
        result.method += "; p, one-sided: as few circular triads by choices at random, overall \(test.name)"
        let mean = present.reduce(0, +) / Double(present.count)
        result.value = mean
        if present.count > 1 {
            let groups = Double(present.count)
            let squares = present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let error = (squares / (groups - 1) / groups).squareRoot()
            let margin = error * StudentT(degreesOfFreedom: groups - 1).quantile(1 - (1 - options.confidence) / 2)
            result.standardError = error
            result.interval = ConfidenceInterval(finite: mean - margin, min(1, mean + margin))
            result.method += "; t interval over participants"
        }
        return result
    }

    /// The wins of each item, where the judgements hold every pair of their items once and no tie.
    private static func completeWins(_ judgements: [PairTable.Judgement]) -> [Int]? {
        var wins: [Int32: Int] = [:]
        for judgement in judgements {
            guard judgement.outcome != .tie else { return nil }
            let leftWins = judgement.outcome == .left
            wins[judgement.left, default: 0] += leftWins ? 1 : 0
            wins[judgement.right, default: 0] += leftWins ? 0 : 1
        }
        let k = wins.count
        guard k >= 3, judgements.count == k * (k - 1) / 2 else { return nil }
        return Array(wins.values)
    }
}
