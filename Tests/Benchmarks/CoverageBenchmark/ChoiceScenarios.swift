import SeededRandom
import Statistics

extension Scenario {
    static let choices: [Scenario] = [
        shares("proportion-20x20-half", .beta(5, 5), participants: 20, trials: 20),
        shares("proportion-20x20-two-thirds", .beta(6, 3), participants: 20, trials: 20),
        shares("proportion-20x20-nine-tenths", .beta(9, 1), participants: 20, trials: 20),
        shares("proportion-20x20-equal", .fixed(0.75), participants: 20, trials: 20),
        shares("proportion-40x10-two-thirds", .beta(6, 3), participants: 40, trials: 10),
        detection("dprime-20x40", participants: 20, trials: 40, spread: 0.5),
        detection("dprime-20x40-equal", participants: 20, trials: 40, spread: 0),
        detection("dprime-40x20", participants: 40, trials: 20, spread: 0.5),
    ]

    /// Right answers of participants whose shares differ by a beta distribution.
    private static func shares(_ name: String, _ share: Share, participants: Int, trials: Int) -> Scenario {
        let about = "\(participants) participants × \(trials) answers, share \(share)"
        return Scenario(name: name, about: about) { generator in
            var choices: [ChoiceTable.Choice] = []
            for participant in 0..<participants {
                let own = share.draw(&generator)
                for _ in 0..<trials {
                    choices.append(
                        .init(participant: Names.participants[participant], isCorrect: generator.isTrue(own))
                    )
                }
            }
            let table = ChoiceTable(choices)
            return try [AnalysisOptions.Cluster.participant, .none].map { cluster in
                let options = try AnalysisOptions(cluster: cluster)
                let found = try StatisticCatalog.compute(["proportion"], from: table, options: options)[0]
                let form = cluster == .none ? " --cluster none" : ""
                return Verdict(
                    label: "proportion" + form,
                    truth: share.mean,
                    interval: found.interval,
                    warnings: found.warnings
                )
            }
        }
    }

    /// Yes/no and two-alternative answers of participants whose sensitivity and criterion differ.
    ///
    /// The d′ meant is that of the shares over all participants, which has a closed form for normal differences.
    private static func detection(_ name: String, participants: Int, trials: Int, spread: Double) -> Scenario {
        let (mean, criterion) = (1.5, 0.6 * spread)
        let scale = (1 + spread * spread / 4 + criterion * criterion).squareRoot()
        let pairScale = (2 / (2 + spread * spread)).squareRoot()
        let about = "\(participants) participants × \(trials) answers, SD of d′ \(spread)"
        return Scenario(name: name, about: about) { generator in
            var (yesNo, forced): ([ChoiceTable.Choice], [ChoiceTable.Choice]) = ([], [])
            for number in 0..<participants {
                let sensitivity = mean + spread * generator.normal()
                let own = criterion * generator.normal()
                let participant = Names.participants[number]
                for trial in 0..<trials {
                    let hasSignal = trial.isMultiple(of: 2)
                    let saysYes = generator.normal() + (hasSignal ? sensitivity : -sensitivity) / 2 > own
                    yesNo.append(.init(participant: participant, isCorrect: saysYes == hasSignal, hasSignal: hasSignal))
                    let isRight = generator.normal() * 2.0.squareRoot() < sensitivity
                    forced.append(.init(participant: participant, isCorrect: isRight, alternatives: 2))
                }
            }
            func interval(_ choices: [ChoiceTable.Choice]) throws -> ConfidenceInterval? {
                try StatisticCatalog.compute(["dprime"], from: ChoiceTable(choices), options: .standard)[0].interval
            }
            return [
                Verdict(label: "dprime (yes/no)", truth: mean / scale, interval: try interval(yesNo)),
                Verdict(label: "dprime (2 alternatives)", truth: mean * pairScale, interval: try interval(forced)),
            ]
        }
    }

    static let againstPeople: [Scenario] = [
        metric("metric-20x30", participants: 20, spread: 0.5),
        metric("metric-20x30-equal", participants: 20, spread: 0),
        metric("metric-40x30", participants: 40, spread: 0.8),
    ]

    /// Choices between the maps of ten images and three pairs each; the log-odds of the metric's choice differ between
    /// pairs, which are fixed, and participants.
    private static func metric(_ name: String, participants: Int, spread: Double) -> Scenario {
        let odds = (0..<30).map { -0.8 + 2.8 * Double($0) / 29 }
        let truth = odds.reduce(0) { $0 + normalMean($1, spread, logistic) } / 30
        let pairs = [("a", "b"), ("b", "c"), ("c", "a")]
        let about = "\(participants) participants × 30 choices on the same pairs, SD of log-odds \(spread)"
        return Scenario(name: name, about: about) { generator in
            var scored: [ScoredPair] = []
            for participant in 0..<participants {
                let own = spread * generator.normal()
                for (index, odds) in odds.enumerated() {
                    let agrees = generator.isTrue(logistic(odds + own))
                    let isLeftBetter = generator.isTrue(0.5)
                    scored.append(
                        ScoredPair(
                            participant: Names.participants[participant],
                            unit: Names.items[index / 3],
                            left: pairs[index % 3].0,
                            right: pairs[index % 3].1,
                            outcome: agrees == isLeftBetter ? .left : .right,
                            advantages: [isLeftBetter ? 1 : -1]
                        )
                    )
                }
            }
            let found = MetricsAgainstPeople(scored, metrics: ["m"], options: .standard).results()[0]
            return [Verdict(label: "metrics-against-people", truth: truth, interval: found.interval)]
        }
    }

    static let sequential: [Scenario] = [0.5, 0.7, 0.95].map { probability in
        Scenario(
            name: "sequence-\(probability)",
            about: "200 answers, P = \(probability); the intersection of the intervals after each answer"
        ) { generator in
            var builder = PairTable.Builder()
            for participant in 0..<200 {
                let isFirst = generator.isTrue(probability)
                try builder.add(
                    participant: Names.participants[participant],
                    left: "a",
                    right: "b",
                    outcome: isFirst ? .left : .right,
                    line: 1
                )
            }
            let found = try StatisticCatalog.compute(["confidence-sequence"], from: builder.build(), options: .standard)
            // An empty intersection has missed the probability at some time.
            let interval = found[0].interval ?? ConfidenceInterval(2, 2)
            return [Verdict(label: "confidence-sequence", truth: probability, interval: interval)]
        }
    }
}
