import Foundation
import Statistics
import Testing

/// Values of irrCAC, scikit-learn, statsmodels, pingouin, SciPy, trueskill, choix and sureal; `Golden/make_statistics.py`
/// has their versions.
@Suite("Statistics by peers")
struct PeerStatisticsTests {
    struct File: Decodable {
        struct Agreement: Decodable {
            let ratings: [[Double?]]
            let values: [String: [Double]]

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                ratings = try container.decode([[Double?]].self, forKey: Key("ratings"))
                var values: [String: [Double]] = [:]
                for key in container.allKeys where key.stringValue != "ratings" {
                    if let list = try? container.decode([Double].self, forKey: key) {
                        values[key.stringValue] = list
                    } else {
                        values[key.stringValue] = [try container.decode(Double.self, forKey: key)]
                    }
                }
                self.values = values
            }
        }
        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(_ text: String) { stringValue = text }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
        struct Intraclass: Decodable {
            let ratings: [[Double?]]
            let names: [String]
            let forms: [[Double]]
            let intervals: [[Double]]
        }
        struct Proportion: Decodable {
            let wilson: [Double]
            let exact: [Double]
            let binomial: Double
        }
        struct Stream: Decodable {
            struct Pair: Decodable {
                let participant: Int
                let left: Int
                let right: Int
                let outcome: String
                init(from decoder: any Decoder) throws {
                    var container = try decoder.unkeyedContainer()
                    participant = try container.decode(Int.self)
                    left = try container.decode(Int.self)
                    right = try container.decode(Int.self)
                    outcome = try container.decode(String.self)
                }
            }
            let pairs: [Pair]
            let trueskill: [[Double]]
            let elo: [Double]
        }
        struct Model: Decodable {
            let worths: [Double]
            let extra: [Double]
            let logLikelihood: Double
        }
        struct Rankings: Decodable {
            let rankings: [[Int]]
            let worths: [Double]
        }
        struct Opinions: Decodable {
            let ratings: [[Double?]]
            let p913: [Double]
            let bt500: [Double]
        }
        struct Paired: Decodable {
            let answers: [[Int]]
            let values: [String: [Double]]
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: Key.self)
                answers = try container.decode([[Int]].self, forKey: Key("answers"))
                values = [
                    "cochran-q": try container.decode([Double].self, forKey: Key("cochran-q")),
                    "mcnemar": [try container.decode(Double.self, forKey: Key("mcnemar"))],
                ]
            }
        }
        let agreement: [Agreement]
        let two: Agreement
        let ranks: Agreement
        let icc: Intraclass
        let proportion: Proportion
        let paired: Paired
        let dprime: [[Double]]
        let stream: Stream
        let models: [String: Model]
        let rankings: Rankings
        let opinions: Opinions

        enum CodingKeys: String, CodingKey {
            case agreement, two, ranks, icc, proportion, paired, dprime, stream, models, opinions
            case rankings = "plackett-luce"
        }
    }

    private let golden: File

    init() throws { golden = try Golden.load("statistics.json", as: File.self) }

    private func options(_ weights: CategoryWeights? = nil, sideEffect: Bool = false) throws -> AnalysisOptions {
        try AnalysisOptions(resamples: 0, weights: weights, sideEffect: sideEffect)
    }

    @Test("Chance-corrected coefficients with weights and missing ratings, with their standard errors: irrCAC")
    func chanceCorrected() throws {
        for item in golden.agreement {
            let table = try Tables.ratings(item.ratings)
            for (key, expected) in item.values {
                let parts = key.split(separator: "-").map(String.init)
                let names = [
                    "gwet": "gwet-ac2", "conger": "conger-kappa", "bp": "randolph-kappa", "fleiss": "fleiss-kappa",
                ]
                let (name, weights) = (names[parts[0]] ?? "", CategoryWeights(rawValue: parts[1]))
                let result = try StatisticCatalog.one(name, .agreement, table, options(weights))
                #expect(isNear(result.value, expected[0], 1e-9), "\(key)")
                #expect(isNear(result.standardError, expected[1], 1e-8), "\(key) \(result.standardError ?? 0)")
            }
        }
    }

    @Test("Gwet's AC1 is AC2 without weights")
    func ac1() throws {
        let table = try Tables.ratings(golden.agreement[1].ratings)
        let one = try StatisticCatalog.one("gwet-ac1", .agreement, table, options())
        let two = try StatisticCatalog.one("gwet-ac2", .agreement, table, options(.identity))
        #expect(one.value == two.value)
        #expect(isNear(one.value, golden.agreement[1].values["gwet-identity"]?[0] ?? 0, 1e-9))
    }

    @Test("Two raters: scikit-learn and statsmodels")
    func twoRaters() throws {
        let table = try Tables.ratings(golden.two.ratings)
        for weights in [CategoryWeights.identity, .linear, .quadratic] {
            let result = try StatisticCatalog.one("cohen-kappa", .agreement, table, options(weights))
            #expect(isNear(result.value, golden.two.values["cohen-\(weights.rawValue)"]?[0] ?? 0, 1e-12))
        }
        let plain = try StatisticCatalog.one("cohen-kappa", .agreement, table, options())
        #expect(isNear(plain.standardError, golden.two.values["cohen-se"]?[0] ?? 0, 1e-9))
        let linear = try StatisticCatalog.one("cohen-kappa", .agreement, table, options(.linear))
        #expect(isNear(linear.standardError, golden.two.values["linear-se"]?[0] ?? 0, 1e-9))
        let margins = try StatisticCatalog.one("stuart-maxwell", .agreement, table, options())
        let expected = golden.two.values["stuart-maxwell"] ?? []
        #expect(isNear(margins.value, expected[0], 1e-9) && isNear(margins.p, expected[1], 1e-9))
        #expect(margins.df == expected[2])
        // Conger's kappa of two raters is Cohen's; Scott's pi is Fleiss'.
        #expect(
            isNear(
                try StatisticCatalog.one("conger-kappa", .agreement, table, options()).value,
                plain.value ?? 0,
                1e-12
            )
        )
        let scott = try StatisticCatalog.one("scott-pi", .agreement, table, options()).value
        #expect(isNear(try StatisticCatalog.one("fleiss-kappa", .agreement, table, options()).value, scott ?? 0, 1e-12))
    }

    @Test("Light's kappa is the mean of the pairs'")
    func light() throws {
        let table = try Tables.ratings(golden.agreement[0].ratings)
        let result = try StatisticCatalog.one("light-kappa", .agreement, table, options())
        let pairs = result.items?.compactMap(\.value) ?? []
        #expect(pairs.count == 10)
        #expect(isNear(result.value, pairs.reduce(0, +) / 10, 1e-12))
    }

    @Test("Six intraclass correlations: pingouin, whose intervals have two digits")
    func intraclass() throws {
        let table = try Tables.ratings(golden.icc.ratings)
        let stepped = try AnalysisOptions(resamples: 0, spearmanBrown: true)
        let results = try StatisticCatalog.compute(["icc"], of: .agreement, from: table, options: stepped)
        #expect(results.map { $0.form } == golden.icc.names)
        for (index, result) in results.enumerated() {
            let (values, interval) = (golden.icc.forms[index], golden.icc.intervals[index])
            #expect(isNear(result.value, values[0], 1e-10))
            #expect(isNear(result.statisticValue, values[1], 1e-9))
            #expect(isClose(result.p, values[2], 1e-8))
            #expect(isNear(result.interval?.lower, interval[0], 0.0051))
            #expect(isNear(result.interval?.upper, interval[1], 0.0051))
        }
    }

    @Test("Rankings with ties: SciPy")
    func ranks() throws {
        let table = try Tables.ratings(golden.ranks.ratings)
        let friedman = try StatisticCatalog.one("friedman", .agreement, table, options())
        #expect(isNear(friedman.value, golden.ranks.values["friedman"]?[0] ?? 0, 1e-9))
        #expect(isNear(friedman.p, golden.ranks.values["friedman"]?[1] ?? 0, 1e-9))
        #expect(friedman.contrasts?.count == 36)
        let concordance = try StatisticCatalog.one("kendall-w", .agreement, table, options())
        #expect(isNear(concordance.value, golden.ranks.values["kendall-w"]?[0] ?? 0, 1e-12))
        let two = try Tables.ratings(Array(golden.ranks.ratings.prefix(2)))
        for name in ["spearman", "kendall-tau"] {
            let result = try StatisticCatalog.one(name, .agreement, two, options())
            let expected = golden.ranks.values[name] ?? []
            #expect(isNear(result.value, expected[0], 1e-12), "\(name)")
            #expect(isNear(result.p, expected[1], 1e-9), "\(name) \(result.p ?? -1)")
        }
    }

    @Test("Right answers: statsmodels and SciPy")
    func rightAnswers() throws {
        let choices = (0..<60).map { index in
            ChoiceTable.Choice(participant: "p\(index)", isCorrect: index < 37, alternatives: 4)
        }
        let naive = try AnalysisOptions(cluster: .none)
        let result = try StatisticCatalog.compute(["proportion"], from: ChoiceTable(choices), options: naive)[0]
        #expect(isNear(result.interval?.lower, golden.proportion.exact[0], 1e-9))
        #expect(isNear(result.interval?.upper, golden.proportion.exact[1], 1e-9))
        #expect(isNear(result.parameters?["wilsonLower"], golden.proportion.wilson[0], 1e-9))
        #expect(isNear(result.parameters?["wilsonUpper"], golden.proportion.wilson[1], 1e-9))
        #expect(isClose(result.p, golden.proportion.binomial, 1e-9))

        func table(_ conditions: Int) -> ChoiceTable {
            ChoiceTable(
                golden.paired.answers.enumerated().flatMap { row, answers in
                    (0..<conditions).map { condition in
                        ChoiceTable.Choice(
                            participant: "p\(row)",
                            group: "c\(condition)",
                            isCorrect: answers[condition] == 1
                        )
                    }
                }
            )
        }
        let q = try StatisticCatalog.compute(["cochran-q"], from: table(3), options: options())[0]
        #expect(isNear(q.value, golden.paired.values["cochran-q"]?[0] ?? 0, 1e-9))
        #expect(isNear(q.p, golden.paired.values["cochran-q"]?[1] ?? 0, 1e-9))
        let test = try StatisticCatalog.compute(["mcnemar"], from: table(2), options: options())[0]
        #expect(isNear(test.p, golden.paired.values["mcnemar"]?[0] ?? 0, 1e-12))
        #expect(try StatisticCatalog.compute(["mcnemar"], from: table(3), options: options())[0].status == .undefined)
    }

    @Test("d′ of m alternatives: numerical integration by SciPy")
    func alternatives() throws {
        for row in golden.dprime {
            let choices = (0..<100).map { index in
                ChoiceTable.Choice(
                    participant: "p",
                    isCorrect: Double(index) < row[1] * 100 - 0.5,
                    alternatives: Int(row[0])
                )
            }
            let result = try StatisticCatalog.compute(["dprime"], from: ChoiceTable(choices), options: options())[0]
            #expect(isNear(result.value, row[2], 1e-7), "\(row)")
        }
    }

    @Test("d′ of yes and no: z(H) − z(F); all right is infinite among alternatives and corrected for yes and no")
    func detection() throws {
        func choices(_ hits: Int, _ alarms: Int) -> ChoiceTable {
            ChoiceTable(
                (0..<40).map { ChoiceTable.Choice(participant: "p", isCorrect: $0 < hits, hasSignal: true) }
                    + (0..<40).map { ChoiceTable.Choice(participant: "p", isCorrect: $0 >= alarms, hasSignal: false) }
            )
        }
        let result = try StatisticCatalog.compute(["dprime"], from: choices(30, 10), options: options())[0]
        #expect(isNear(result.value, 2 * Normal.quantile(0.75), 1e-12))
        #expect(isNear(result.parameters?["criterion"], 0, 1e-12))
        let extreme = try StatisticCatalog.compute(["dprime"], from: choices(40, 0), options: options())[0]
        #expect(extreme.value != nil && extreme.warnings?.isEmpty == false)
        let all = ChoiceTable((0..<9).map { _ in .init(participant: "p", isCorrect: true, alternatives: 2) })
        #expect(try StatisticCatalog.compute(["dprime"], from: all, options: options())[0].status == .infinite)
    }

    private var stream: PairTable {
        get throws {
            var builder = PairTable.Builder()
            for (line, pair) in golden.stream.pairs.enumerated() {
                try builder.add(
                    participant: "p\(pair.participant)",
                    left: "\(pair.left)",
                    right: "\(pair.right)",
                    outcome: PairTable.Outcome(rawValue: pair.outcome) ?? .tie,
                    line: line + 2
                )
            }
            return builder.build()
        }
    }

    @Test("Streams of comparisons: trueskill, and Elo by hand")
    func streams() throws {
        let elo = try StatisticCatalog.one("elo", .preference, stream, options())
        for (found, expected) in zip(elo.items ?? [], golden.stream.elo) {
            #expect(isNear(found.value, expected, 1e-9))
        }
        let skill = try StatisticCatalog.one("trueskill", .preference, stream, options())
        for (found, expected) in zip(skill.items ?? [], golden.stream.trueskill) {
            #expect(isNear(found.value, expected[0], 1e-6) && isNear(found.standardError, expected[1], 1e-6))
        }
    }

    @Test(
        "Models of ties and sides: their papers' likelihoods, maximized by SciPy",
        arguments: ["davidson", "rao-kupper", "thurstone", "side"]
    )
    func models(_ name: String) throws {
        let model = try #require(golden.models[name])
        let statistic = name == "side" ? "bradley-terry" : name
        let result = try StatisticCatalog.one(statistic, .preference, stream, options(sideEffect: name == "side"))
        for (found, expected) in zip(result.items ?? [], model.worths) {
            #expect(isNear(found.value, expected, 2e-6), "\(found.item)")
            #expect(found.standardError != nil)
        }
        #expect(isNear(result.logLikelihood, model.logLikelihood, 1e-9))
        switch name {
        case "davidson": #expect(isNear(result.parameters?["logNu"], model.extra[0], 2e-6))
        case "rao-kupper": #expect(isNear(result.parameters?["threshold"], exp(model.extra[0]), 2e-6))
        case "side": #expect(isNear(result.parameters?["side"], model.extra[0], 2e-6))
        default: break
        }
    }

    @Test("Partial rankings: choix")
    func rankings() throws {
        var builder = RatingTable.Builder()
        for (participant, ranking) in golden.rankings.rankings.enumerated() {
            for (place, item) in ranking.enumerated() {
                try builder.add(participant: "p\(participant)", item: "\(item)", value: Double(place + 1), line: 2)
            }
        }
        let result = try StatisticCatalog.compute(
            ["plackett-luce"],
            of: .rankings,
            from: builder.build(),
            options: options()
        )[0]
        for (found, expected) in zip(result.items ?? [], golden.rankings.worths) {
            #expect(isNear(found.value, expected, 1e-6))
        }
    }

    @Test("Opinion scores: sureal")
    func opinions() throws {
        let table = try Tables.ratings(golden.opinions.ratings)
        func scores(_ name: String) throws -> [Double] {
            let result = try StatisticCatalog.compute([name], of: .ratings, from: table, options: options())[0]
            return try (0..<12).map { index in
                try #require(result.items?.first { $0.item == "i\(index)" }?.value)
            }
        }
        for (found, expected) in zip(try scores("p913"), golden.opinions.p913) {
            #expect(isNear(found, expected, 1e-9))
        }
        for (found, expected) in zip(try scores("bt500"), golden.opinions.bt500) {
            #expect(isNear(found, expected, 1e-9))
        }
    }
}
