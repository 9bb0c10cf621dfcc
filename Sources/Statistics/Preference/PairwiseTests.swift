extension Statistic {
    /// Tests of each pair of items.
    static let binomial = Statistic(
        name: "binomial",
        summary:
            "for each pair of items the share of decided comparisons won, tested against one half, adjusted for several",
        citation: "Fisher 1935, The Design of Experiments §21; Holm 1979, Scandinavian Journal of Statistics 6:65-70;"
            + " Benjamini and Hochberg 1995, JRSS B 57(1):289-300;"
            + " Korn and Graubard 1998, Survey Methodology 24(2):193-201",
        families: [.preference],
        pairs: { table, options in [PairwiseTests.result(table, options)] }
    )
}

/// Tests, for each pair of items that met, whether one is preferred over the other.
///
/// With the participant as cluster the test is the exact sign-flip test on each participant's wins minus losses, which
/// equals the exact binomial test where participants judge a pair once. The naive form takes every answer as independent.
enum PairwiseTests {
    fileprivate struct Tally {
        var wins: [Int]
        var losses: [Int]
        var ties = 0
    }

    static func result(_ table: PairTable, _ options: AnalysisOptions) -> StatisticResult {
        let share = ShareEstimate(options: options)
        var result = StatisticResult(name: "binomial", method: share.method, n: 0)
        result.form = share.form

        var tallies: [Int: Tally] = [:]
        let empty = [Int](repeating: 0, count: table.participants.count)
        for judgement in table.firsts {
            let lower = Int(min(judgement.left, judgement.right))
            let higher = Int(max(judgement.left, judgement.right))
            let participant = Int(judgement.participant)
            let sign = judgement.sign
            result.n += 1
            tallies[lower * table.items.count + higher, default: Tally(wins: empty, losses: empty)]
                .add(sign, participant)
        }
        guard !tallies.isEmpty else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }

        var testName =
            options.cluster == .participant ? "exact sign-flip test over participants" : "exact binomial test"
        var contrasts: [Contrast] = []
        var ties = 0
        for (pair, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            var contrast = Contrast(
                left: table.items[pair / table.items.count],
                right: table.items[pair % table.items.count],
                wins: tally.wins.reduce(0, +),
                losses: tally.losses.reduce(0, +),
                ties: tally.ties
            )
            ties += tally.ties
            let wins = tally.wins.map { Double($0) }
            let trials = zip(tally.wins, tally.losses).map { Double($0 + $1) }
            if let estimate = share.estimate(successes: wins, trials: trials) {
                let test = share.test(successes: tally.wins, failures: tally.losses)
                contrast.value = estimate.value
                contrast.standardError = estimate.standardError
                contrast.cohensG = estimate.value - 0.5
                contrast.interval = estimate.interval
                contrast.p = test.p
                if test.name != testName, !test.name.hasPrefix("exact") { testName = test.name }
            }
            contrasts.append(contrast)
        }
        for (index, adjusted) in options.adjustment.adjust(contrasts.map(\.p)).enumerated() {
            contrasts[index].pAdjusted = adjusted
        }
        result.contrasts = contrasts
        let pairs = contrasts.count == 1 ? "1 pair" : "\(contrasts.count) pairs"
        result.method =
            "\(testName), two-sided, ties left out; \(options.adjustment.title) over \(pairs); \(share.method)"
        result.n -= ties
        if ties + table.repeatCount > 0 { result.nDropped = ties + table.repeatCount }
        return result
    }
}

extension PairwiseTests.Tally {
    fileprivate mutating func add(_ sign: Int, _ participant: Int) {
        if sign > 0 {
            wins[participant] += 1
        } else if sign < 0 {
            losses[participant] += 1
        } else {
            ties += 1
        }
    }
}
