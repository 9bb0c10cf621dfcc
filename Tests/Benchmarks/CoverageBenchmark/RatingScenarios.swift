import SeededRandom
import Statistics

/// Ratings by crossed normal effects of items and participants.
private struct CrossedModel: Sendable {
    var items = 20
    var raters = 20
    var ofItems = 1.0
    var ofRaters = 0.5
    var residual = 1.0
    var missing = 0.0

    func simulate(_ generator: inout SeededGenerator) throws -> RatingTable {
        let raterEffects = (0..<raters).map { _ in ofRaters * generator.normal() }
        var builder = RatingTable.Builder()
        for item in 0..<items {
            let effect = ofItems * generator.normal()
            for rater in 0..<raters {
                let value = 3 + effect + raterEffects[rater] + residual * generator.normal()
                if missing > 0, generator.isTrue(missing) { continue }
                try builder.add(
                    participant: Names.participants[rater],
                    item: Names.items[item],
                    value: value,
                    line: 1
                )
            }
        }
        return try builder.build()
    }
}

extension Scenario {
    static let intraclass: [Scenario] = [
        correlations("icc-20x20", CrossedModel()),
        correlations("icc-20x20-raters-differ", CrossedModel(ofRaters: 1, residual: 0.5)),
        correlations("icc-20x20-low", CrossedModel(ofItems: 0.5, ofRaters: 0.25)),
        correlations("icc-20x20-raters-equal", CrossedModel(ofRaters: 0)),
        correlations("icc-50x30", CrossedModel(items: 50, raters: 30)),
    ]

    private static func correlations(_ name: String, _ model: CrossedModel) -> Scenario {
        let (items, raters, rest) = (
            model.ofItems * model.ofItems, model.ofRaters * model.ofRaters, model.residual * model.residual
        )
        let k = Double(model.raters)
        let truths = [
            "ICC(A,1)": items / (items + raters + rest), "ICC(C,1)": items / (items + rest),
            "ICC(A,k)": items / (items + (raters + rest) / k), "ICC(C,k)": items / (items + rest / k),
        ]
        let about =
            "\(model.items) items × \(model.raters) raters, SD \(model.ofItems), \(model.ofRaters), \(model.residual)"
        return Scenario(name: name, about: about) { generator in
            let table = try model.simulate(&generator)
            let found = try StatisticCatalog.compute(["icc"], of: .agreement, from: table, options: .standard)
            return found.compactMap { result in
                guard let form = result.form, let truth = truths[form] else { return nil }
                return Verdict(label: "icc " + form, truth: truth, interval: result.interval)
            }
        }
    }

    static let ratings: [Scenario] = [
        opinions("mos-20x20", raters: 20),
        opinions("mos-40x20", raters: 40),
        mixed("mixed-20x20", CrossedModel(ofItems: 0.7, residual: 0.8)),
        mixed("mixed-20x20-missing", CrossedModel(ofItems: 0.7, residual: 0.8, missing: 0.5)),
        mixed("mixed-50x20", CrossedModel(items: 50, ofItems: 0.7, ofRaters: 0.6, residual: 0.8)),
        mixed("mixed-20x20-raters-equal", CrossedModel(ofItems: 0.7, ofRaters: 0, residual: 0.8)),
    ]

    private static func mixed(_ name: String, _ model: CrossedModel) -> Scenario {
        let about =
            "\(model.items) items × \(model.raters) participants, SD \(model.ofItems), \(model.ofRaters), \(model.residual)"
        return Scenario(name: name, about: about) { generator in
            let table = try model.simulate(&generator)
            let found = try StatisticCatalog.compute(["mixed-model"], of: .ratings, from: table, options: .standard)[0]
            return [Verdict(label: "mixed-model", truth: 3, interval: found.interval)]
        }
    }

    /// Ratings 1…5: an item's quality, a participant's bias and noise, rounded.
    private static func opinions(_ name: String, raters: Int) -> Scenario {
        let (bias, noise) = (0.4, 0.7)
        let qualities = (0..<20).map { 1.2 + 3.6 * Double($0) / 19 }
        @Sendable func rating(_ x: Double) -> Double { min(5, max(1, x.rounded())) }
        let deviation = (bias * bias + noise * noise).squareRoot()
        let truths = qualities.map { quality in
            (1...4).reduce(1.0) { $0 + 1 - Normal.cdf((Double($1) + 0.5 - quality) / deviation) }
        }
        return Scenario(name: name, about: "20 items × \(raters) participants, five-point scale") { generator in
            let biases = (0..<raters).map { _ in bias * generator.normal() }
            var builder = RatingTable.Builder()
            for (item, quality) in qualities.enumerated() {
                for rater in 0..<raters {
                    try builder.add(
                        participant: Names.participants[rater],
                        item: Names.items[item],
                        value: rating(quality + biases[rater] + noise * generator.normal()),
                        line: 1
                    )
                }
            }
            let options = try AnalysisOptions(reference: Names.items[19])
            let found = try StatisticCatalog.compute(
                ["mos", "dmos"],
                of: .ratings,
                from: builder.build(),
                options: options
            )
            return found.flatMap { result in
                (result.items ?? []).map { estimate in
                    let item = Names.items.firstIndex(of: estimate.item) ?? 0
                    let reference = result.name == "dmos" ? truths[19] : 0
                    return Verdict(label: result.name, truth: truths[item] - reference, interval: estimate.interval)
                }
            }
        }
    }
}
