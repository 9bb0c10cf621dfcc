import SeededRandom
import Statistics

extension Scenario {
    static let preference: [Scenario] =
        [0.0, 0.5, 1.0].map { worths("pairs-20x4x24-sd\($0)", PairModel(spread: $0)) }
        + [0.0, 0.8].map {
            worths("pairs-30x6x30-sd\($0)", PairModel(participants: 30, items: 6, trials: 30, spread: $0))
        }
        + [0.0, 0.5, 1.0].map { worths("pairs-20x20x60-sd\($0)", PairModel(items: 20, trials: 60, spread: $0)) }
        + [worths("pairs-60x5x20-sd0.8", PairModel(participants: 60, items: 5, trials: 20, spread: 0.8))]
        + [
            worths(
                "pairs-20x4x24-sides",
                PairModel(spread: 0.5, side: (0.3, 0.5))
            ),
            worths("pairs-20x4x24-probit-sd0", PairModel(link: .probit)),
            worths("pairs-20x4x24-probit-sd0.5", PairModel(spread: 0.5, link: .probit)),
        ]

    static let ties: [Scenario] = [
        worths("ties-20x4x24-sd0", PairModel(link: .davidson(0))),
        worths("ties-20x4x24-sd0.8", PairModel(spread: 0.8, link: .davidson(0))),
        worths(
            "ties-40x6x30-sd0.8",
            PairModel(participants: 40, items: 6, trials: 30, spread: 0.8, link: .davidson(-0.5))
        ),
    ]

    private static func worths(_ name: String, _ model: PairModel) -> Scenario {
        let truths = Truths(model)
        let about =
            "\(model.participants) participants × \(model.trials) answers on \(model.items) items,"
            + " SD of own worths \(model.spread)"
        return Scenario(name: name, about: about) { generator in
            let table = try model.simulate(&generator)
            func verdicts(_ statistic: String, _ cluster: AnalysisOptions.Cluster, _ reference: String? = nil) throws
                -> [Verdict]
            {
                let options = try AnalysisOptions(resamples: 0, reference: reference, cluster: cluster)
                let found = try StatisticCatalog.compute([statistic], from: table, options: options)[0]
                let label =
                    statistic + (cluster == .none ? " --cluster none" : reference != nil ? " --reference" : "")
                return truths.verdicts(label, found, reference)
            }
            switch model.link {
            case .probit: return try verdicts("thurstone", .participant) + verdicts("thurstone", .none)
            case .davidson: return try verdicts("davidson", .participant) + verdicts("davidson", .none)
            case .logistic:
                return try verdicts("bradley-terry", .participant) + verdicts("bradley-terry", .none)
                    + verdicts("bradley-terry", .participant, Names.items[0]) + verdicts("win-rate", .participant)
                    + verdicts("binomial", .participant) + verdicts("side-bias", .participant)
            }
        }
    }
}

/// What a study of pairs should find.
private struct Truths: Sendable {
    let worths: [Double]
    let wins: [[Double]]
    let left: Double

    init(_ model: PairModel) {
        worths = model.fittedWorths()
        let items = 0..<model.items
        let wins = items.map { a in items.map { b in a == b ? 0 : model.winChance(a, b) } }
        self.wins = wins
        let pairs = items.flatMap { a in items.filter { $0 != a }.map { (a, $0) } }
        left = pairs.reduce(0) { $0 + model.leftChance($1.0, $1.1).left } / Double(pairs.count)
    }

    func verdicts(_ label: String, _ result: StatisticResult, _ reference: String?) -> [Verdict] {
        func place(_ item: String) -> Int { Names.items.firstIndex(of: item) ?? 0 }
        switch result.name {
        case "side-bias":
            return [Verdict(label: label, truth: left, interval: result.interval, warnings: result.warnings)]
        case "binomial":
            return (result.contrasts ?? []).map { contrast in
                let truth = wins[place(contrast.left)][place(contrast.right)]
                return Verdict(label: label, truth: truth, interval: contrast.interval, warnings: result.warnings)
            }
        default:
            return worths.indices.compactMap { item in
                if Names.items[item] == reference { return nil }
                let found = result.items?.first { $0.item == Names.items[item] }
                let isShare = result.name == "win-rate"
                let share = wins[item].reduce(0, +) / Double(worths.count - 1)
                let truth = isShare ? share : worths[item] - (reference.map { worths[place($0)] } ?? 0)
                return Verdict(label: label, truth: truth, interval: found?.interval, warnings: result.warnings)
            }
        }
    }
}
