extension Statistic {
    /// Agreement of participants with themselves.
    static let intraRater = Statistic(
        name: "intra-rater",
        summary: "agreement of participants with their own earlier answers (test-retest)",
        citation: "ratings: Krippendorff 2011, https://repository.upenn.edu/asc_papers/43; pairs: Brennan and Prediger"
            + " 1981, DOI 10.1177/001316448104100307",
        families: [.agreement],
        ratings: { table, options in try IntraRater.results(table, options) },
        pairs: { table, options in IntraRater.results(table, options) }
    )
}

/// Test–retest agreement, raw and corrected for chance.
enum IntraRater {
    /// Ratings: units are (participant, item), compared between sessions; resampled by participant.
    static func results(_ table: RatingTable, _ options: AnalysisOptions) throws -> [StatisticResult] {
        let level = options.level ?? .nominal
        let alpha = try KrippendorffAlpha(table, table.retest.values, options)
        let estimate = AgreementEstimate(design: table.retest, options: options, unitName: "participants")
        var raw = estimate.result(
            name: "intra-rater",
            method: "share of repeated ratings that are equal",
            range: 0...1,
            coefficient: ChanceCorrected(.none, size: table.categories.count)
        )
        raw.form = "percent-agreement"
        var corrected = estimate.result(
            name: "intra-rater",
            method: "Krippendorff's alpha between sessions",
            coefficient: alpha
        )
        corrected.form = "chance-corrected"
        corrected.level = level
        return [raw, corrected].map { result in
            guard table.retest.unitCount == 0 else { return result }
            var result = result
            let advice = table.hasSessions ? "no item was rated in two sessions" : "add a session column"
            result.mark(Undefined("no rating is a repeat: \(advice)"))
            return result
        }
    }

    /// Pairs: the share of repeats in which the same item was chosen, raw and corrected with equal chances.
    ///
    /// Repeats with sides swapped also give the share in which the same side was chosen.
    static func results(_ table: PairTable, _ options: AnalysisOptions) -> [StatisticResult] {
        var same = [Double](repeating: 0, count: table.participants.count)
        var trials = same
        var sameSide = same
        var swapped = same
        for judgement in table.judgements {
            guard let index = judgement.repeats else { continue }
            let first = table.judgements[index]
            let participant = Int(judgement.participant)
            trials[participant] += 1
            same[participant] += judgement.sign == first.sign ? 1 : 0
            guard judgement.left != first.left, judgement.outcome != .tie, first.outcome != .tie else { continue }
            swapped[participant] += 1
            sameSide[participant] += judgement.outcome == first.outcome ? 1 : 0
        }
        let categories = table.answerCount(options)
        let share = ShareEstimate(options: options)
        var raw = StatisticResult(
            name: "intra-rater",
            method: "share of repeats with the same item chosen; \(share.method)",
            n: table.repeatCount
        )
        raw.form = "percent-agreement"
        var corrected = raw
        corrected.form = "chance-corrected"
        corrected.method =
            "share of repeats with the same item chosen, corrected for \(categories) equally likely answers;"
            + " \(share.method)"
        guard let estimate = share.estimate(successes: same, trials: trials) else {
            let reason = Undefined("no comparison is a repeat: add a session column, or name the image of each pair")
            raw.mark(reason)
            corrected.mark(reason)
            return [raw, corrected]
        }
        fill(&raw, estimate) { $0 }
        raw.items = share.byParticipant(table.participants, successes: same, trials: trials)
        raw.method += "; items are participants, Clopper–Pearson intervals"
        let chance = 1 / Double(categories)
        fill(&corrected, estimate) { ($0 - chance) / (1 - chance) }
        corrected.standardError = estimate.standardError.map { $0 / (1 - chance) }

        var results = [raw, corrected]
        if let estimate = share.estimate(successes: sameSide, trials: swapped) {
            var side = StatisticResult(
                name: "intra-rater",
                method: "share of repeats with sides swapped and no tie in which the same side was chosen;"
                    + " \(share.method)",
                n: Int(swapped.reduce(0, +))
            )
            side.form = "position-consistency"
            fill(&side, estimate) { $0 }
            side.items = share.byParticipant(table.participants, successes: sameSide, trials: swapped)
            side.method += "; items are participants, Clopper–Pearson intervals"
            results.append(side)
        }
        return results
    }

    private static func fill(
        _ result: inout StatisticResult,
        _ estimate: (value: Double, standardError: Double?, interval: ConfidenceInterval?),
        _ transform: (Double) -> Double
    ) {
        result.value = transform(estimate.value)
        result.standardError = estimate.standardError
        result.interval = estimate.interval.map { ConfidenceInterval(transform($0.lower), transform($0.upper)) }
    }
}
