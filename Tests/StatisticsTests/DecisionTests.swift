import Statistics
import Testing

@Suite("Decisions about a model: reliance, utility, HIVE")
struct DecisionTests {
    struct File: Decodable {
        struct Hive: Decodable {
            let answers: [[Int]]
            let values: [Double]
        }
        let hive: Hive
    }

    private func compute(
        _ name: String,
        _ choices: [ChoiceTable.Choice],
        baseline: String? = nil,
        cluster: AnalysisOptions.Cluster = .participant
    ) throws -> [StatisticResult] {
        let options = try AnalysisOptions(resamples: 0, cluster: cluster, baseline: baseline)
        return try StatisticCatalog.compute([name], from: ChoiceTable(choices), options: options)
    }

    /// Decisions of one participant: how many were accepted of those where the model was right and where it was wrong.
    private func decisions(
        _ participant: String,
        right: (accepted: Int, all: Int),
        wrong: (accepted: Int, all: Int),
        group: String = ""
    ) -> [ChoiceTable.Choice] {
        (0..<right.all).map {
            .init(participant: participant, group: group, isCorrect: $0 < right.accepted, hasSignal: true)
        }
            + (0..<wrong.all).map {
                .init(participant: participant, group: group, isCorrect: $0 >= wrong.accepted, hasSignal: false)
            }
    }

    @Test("reliance: shares by counting, d′ and criterion with ½ added to each cell")
    func reliance() throws {
        let choices = decisions("a", right: (12, 15), wrong: (4, 10)) + decisions("b", right: (9, 10), wrong: (9, 10))
        let results = try compute("reliance", choices)
        func value(_ form: String) -> Double? { results.first { $0.form == form }?.value }
        #expect(isNear(value("appropriate"), (12 + 6 + 9 + 1) / 45.0, 1e-12))
        #expect(isNear(value("over-trust"), 13 / 20.0, 1e-12))
        #expect(isNear(value("under-trust"), 4 / 25.0, 1e-12))
        let (h, f) = (Normal.quantile(21.5 / 26), Normal.quantile(13.5 / 21))
        #expect(isNear(value("dprime"), h - f, 1e-12))
        #expect(isNear(value("criterion"), -(h + f) / 2, 1e-12))
        #expect(results.allSatisfy { $0.standardError != nil && $0.interval != nil })
        #expect(results[0].parameters?["accepted"] == 34 / 45.0 && results[0].parameters?["modelAccuracy"] == 25 / 45.0)
    }

    @Test("one who accepts everything has no under-trust, all over-trust, and a d′ near 0")
    func acceptsAll() throws {
        let results = try compute("reliance", decisions("a", right: (20, 20), wrong: (20, 20)))
        #expect(results.map(\.value) == [0.5, 1, 0, 0, results[4].value])
        #expect(try #require(results[4].value) < -1.5)
        let only = try compute("reliance", decisions("a", right: (3, 4), wrong: (0, 0)))
        #expect(only.map(\.status) == [.ok, .undefined, .ok, .undefined, .undefined])
        #expect(only[1].reason == "the model was never wrong")
        #expect(
            try compute("reliance", [.init(participant: "a", isCorrect: true)]).allSatisfy { $0.status == .undefined }
        )
    }

    @Test("d′ over participants: with one answer each it is that of independent answers, but for G/(G − 1)")
    func clustered() throws {
        let choices = (0..<90).map { index in
            ChoiceTable.Choice(participant: "p\(index)", isCorrect: index % 3 > 0, hasSignal: index % 2 == 0)
        }
        let clustered = try compute("dprime", choices)[0]
        let naive = try compute("dprime", choices, cluster: .none)[0]
        #expect(clustered.form == "clustered" && naive.form == "naive" && clustered.value == naive.value)
        let ratio = try #require(clustered.standardError) / #require(naive.standardError)
        #expect(isNear(ratio * ratio, 90 / 89.0, 1e-10))
        let interval = try #require(clustered.interval)
        let error = try #require(clustered.standardError)
        // Student's t at 0.975 with 89 degrees of freedom: R 4.2.2 `qt`.
        #expect(isNear((interval.upper - interval.lower) / 2 / error, 1.986_978_699_506_281, 1e-9))
        // Answers given twice say nothing more about participants.
        let twice = try compute("dprime", choices + choices)[0]
        #expect(isNear(twice.standardError, try #require(clustered.standardError), 1e-12))
    }

    /// Accuracies by condition and K: participants with 10 answers each.
    private func predictions(_ accuracies: [String: [Int: [Int]]]) -> [ChoiceTable.Choice] {
        accuracies.flatMap { group, curve in
            curve.flatMap { k, rights in
                rights.enumerated().flatMap { person, right in
                    (0..<10).map {
                        ChoiceTable.Choice(participant: "\(group)\(person)", group: group, isCorrect: $0 < right, k: k)
                    }
                }
            }
        }
    }

    @Test("utility: the area under accuracy over the baseline's, by hand")
    func utility() throws {
        let choices = predictions([
            "control": [5: [5, 5, 5], 10: [5, 6, 4], 15: [6, 5, 7]],
            "map": [5: [6, 5, 7], 10: [7, 8, 6], 15: [6, 7, 5]],
        ])
        let result = try compute("utility", choices, baseline: "control")[0]
        let curve = [1.2, 1.4, 1.0]
        #expect(isNear(result.value, ((curve[0] + curve[1]) / 2 * 5 + (curve[1] + curve[2]) / 2 * 5) / 10, 1e-12))
        for (k, value) in zip([5, 10, 15], curve) { #expect(isNear(result.parameters?["map, K = \(k)"], value, 1e-12)) }
        let expected = try #require(result.value)
        let error = try #require(result.standardError)
        #expect(isNear(result.interval?.lower, expected - 1.959_963_984_540_054 * error, 1e-9) && error > 0)
        // The error's linearization against leaving out one participant at a time.
        var squares = 0.0
        let people = Set(choices.map(\.participant)).sorted()
        for person in people {
            let without = try compute("utility", choices.filter { $0.participant != person }, baseline: "control")[0]
            squares += (try #require(without.value) - expected) * (try #require(without.value) - expected)
        }
        #expect(abs((squares * 5 / 6).squareRoot() / error - 1) < 0.45)
    }

    @Test("utility: the control against itself is 1; K that only one condition has is left out; no ratio to 0")
    func utilityEdges() throws {
        let same = [5: [5, 6], 10: [7, 4]]
        let result = try compute("utility", predictions(["control": same, "map": same]), baseline: "control")[0]
        #expect(isNear(result.value, 1, 1e-12) && isNear(result.p, 1, 1e-9))
        let single = try compute(
            "utility",
            predictions(["control": [5: [4, 4]], "map": [5: [6, 6], 10: [9, 9]]]),
            baseline: "control"
        )[0]
        #expect(isNear(single.value, 1.5, 1e-12) && single.warnings?.first?.contains("K = 10") == true)
        let zero = try compute(
            "utility",
            predictions(["control": [5: [0, 0]], "map": [5: [6, 6]]]),
            baseline: "control"
        )[0]
        #expect(zero.status == .undefined)
        #expect(
            try compute("utility", predictions(["control": same, "map": same]))[0].reason?.contains("--baseline")
                == true
        )
        let apart = try compute(
            "utility",
            predictions(["control": [5: [3, 3]], "map": [9: [6, 6]]]),
            baseline: "control"
        )[0]
        #expect(apart.status == .undefined)
        #expect(try compute("utility", [], baseline: "x")[0].status == .undefined)
    }

    @Test("hive: SciPy's one-sample t test against chance, Welch's between conditions")
    func hive() throws {
        let golden = try Golden.load("choices.json", as: File.self).hive
        let choices = golden.answers.enumerated().flatMap { person, answers in
            answers.map {
                ChoiceTable.Choice(
                    participant: "p\(person)",
                    group: person < 7 ? "a" : "b",
                    isCorrect: $0 == 1,
                    alternatives: 4
                )
            }
        }
        let result = try compute("hive", choices)[0]
        let own = [
            result.value, result.parameters?["standardDeviation"], result.statisticValue, result.p,
            result.interval?.lower, result.interval?.upper, result.contrasts?[0].statisticValue, result.contrasts?[0].p,
        ]
        for (value, expected) in zip(own, golden.values) { #expect(isNear(value, expected, 1e-10)) }
    }

    @Test("hive: predictions that are right and wrong apart; chance has to be known")
    func hiveParts() throws {
        let choices = decisions("a", right: (12, 15), wrong: (4, 10)) + decisions("b", right: (9, 10), wrong: (9, 10))
        let results = try compute("hive", choices)
        #expect(results.map(\.form) == ["all", "model-right", "model-wrong"])
        #expect(isNear(results[1].value, (0.8 + 0.9) / 2, 1e-12) && isNear(results[2].value, (0.6 + 0.1) / 2, 1e-12))
        #expect(results[0].parameters?["chance"] == 0.5)
        let unknown = try compute("hive", [.init(participant: "a", isCorrect: true)])[0]
        #expect(unknown.status == .undefined && unknown.reason?.contains("--alternatives") == true)
        let one = try compute("hive", [.init(participant: "a", isCorrect: true, alternatives: 2)])[0]
        #expect(one.value == 1 && one.p == nil && one.warnings != nil)
        #expect(try compute("hive", []).allSatisfy { $0.status == .undefined })
    }
}
