import Statistics
import Testing

@Suite("The mixed model of right answers: lme4's glmer")
struct MixedLogitTests {
    struct File: Decodable {
        struct Case: Decodable {
            let rows: [[Int]]
            let fixed, standardErrors, variances: [Double]
            let logLikelihood: Double
        }
        let cases: [String: Case]
    }

    struct Curvature: Decodable { let singular: [Double] }

    private let golden: File
    private let curvature: Curvature

    init() throws {
        golden = try Golden.load("mixed_logit.json", as: File.self)
        curvature = try Golden.load("choices.json", as: Curvature.self)
    }

    private func table(_ rows: [[Int]]) -> ChoiceTable {
        ChoiceTable(
            rows.map {
                .init(participant: "p\($0[0])", item: "i\($0[1])", group: "c\($0[2])", isCorrect: $0[3] == 1)
            }
        )
    }

    private func fit(_ table: ChoiceTable, baseline: String? = nil) throws -> StatisticResult {
        let options = try AnalysisOptions(resamples: 0, baseline: baseline)
        return try StatisticCatalog.compute(["mixed-model"], from: table, options: options)[0]
    }

    // Where a variance is 0, glmer's standard errors miss the curvature of its own likelihood by 0.2 %: those are from
    // differences of that likelihood.
    @Test(arguments: ["crossed", "sparse", "single", "flat", "singular"])
    func golden(_ name: String) throws {
        let expected = try #require(golden.cases[name])
        let result = try fit(table(expected.rows))
        #expect(
            isNear(result.logLikelihood, expected.logLikelihood, 1e-7),
            "\(result.logLikelihood ?? 0) \(expected.logLikelihood)"
        )
        #expect((result.logLikelihood ?? -1e9) > expected.logLikelihood - 1e-8)
        let fixed = [result.value] + (result.contrasts ?? []).map(\.value)
        let errors = [result.standardError] + (result.contrasts ?? []).map(\.standardError)
        #expect(fixed.count == expected.fixed.count)
        for (value, golden) in zip(fixed, expected.fixed) {
            #expect(isNear(value, golden, 1e-5), "\(value ?? 0) \(golden)")
        }
        let isSingular = name == "singular"
        for (value, golden) in zip(errors, isSingular ? curvature.singular : expected.standardErrors) {
            #expect(isClose(value, golden, 2e-5), "\(value ?? 0) \(golden)")
        }
        let variances = [result.parameters?["varianceParticipant"], result.parameters?["varianceItem"]]
        for (value, golden) in zip(variances, expected.variances) {
            #expect(isNear(value, golden, 1e-5), "\(value ?? 0) \(golden)")
        }
    }

    @Test("another baseline changes signs only; names and order of answers change nothing")
    func invariance() throws {
        let rows = try #require(golden.cases["sparse"]).rows
        let own = try fit(table(rows))
        let turned = try fit(table(rows.reversed()), baseline: "c1")
        #expect(isNear(turned.logLikelihood, try #require(own.logLikelihood), 1e-8))
        #expect(isNear(turned.contrasts?[0].value, -(try #require(own.contrasts?[0].value)), 1e-5))
        #expect(isNear(turned.contrasts?[0].standardError, try #require(own.contrasts?[0].standardError), 1e-5))
        #expect(turned.contrasts?[0].right == "c1")
        #expect(isNear(turned.value, try #require(own.items?[1].value), 1e-5))
        // Right and wrong exchanged.
        let negated = try fit(table(rows.map { [$0[0], $0[1], $0[2], 1 - $0[3]] }))
        #expect(isNear(negated.value, -(try #require(own.value)), 1e-5))
    }

    @Test("a variance of 0 is said; without conditions there are no contrasts")
    func boundary() throws {
        let singular = try fit(table(try #require(golden.cases["singular"]).rows))
        #expect(singular.warnings?.contains { $0.contains("participants") } == true)
        #expect(singular.parameters?["varianceParticipant"] == 0)
        #expect(try fit(table(try #require(golden.cases["single"]).rows)).contrasts == nil)
    }

    @Test("no value without a reason")
    func degenerate() throws {
        #expect(try fit(ChoiceTable([])).status == .undefined)
        #expect(try fit(table([[1, 1, 0, 1], [1, 2, 0, 0]])).status == .undefined)
        #expect(try fit(table([[1, 1, 0, 1], [2, 2, 0, 0]])).status == .notIdentified)
        let separated = (0..<60).map { [$0 % 6, $0 / 6, $0 % 2, $0 % 2 == 0 ? 1 : $0 % 3 == 0 ? 1 : 0] }
        let result = try fit(table(separated))
        #expect(result.status == .infinite && result.reason?.contains("c0") == true)
        #expect(try fit(table(separated), baseline: "nobody").status == .undefined)
    }
}
