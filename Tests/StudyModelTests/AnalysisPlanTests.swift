import Foundation
import StudyModel
import Testing

@Suite struct AnalysisPlanTests {
    private func plan(_ json: String) throws -> AnalysisPlan {
        try AnalysisPlan.decode(Data(json.utf8), for: Sample.read().study)
    }

    @Test func anEmptyPlanIsWhatIsDoneWithoutOne() throws {
        #expect(try plan("{}") == AnalysisPlan())
        #expect(try Sample.read().study.analysis == nil)
    }

    @Test func readsEverySetting() throws {
        let text = """
            {"statistics": ["bradley-terry"], "block": "main", "confidence": 0.9, "bootstrap": 0, "seed": 3,
            "cluster": "none", "ties": "rao-kupper", "sideEffect": true, "adjust": "benjamini-hochberg",
            "reference": "a", "exclude": {"unfinished": true, "failedAttentionChecks": 2,
            "medianResponseTimeBelow": 300, "sideShareAbove": 0.95}}
            """
        let read = try plan(text)
        var expected = AnalysisPlan()
        (expected.statistics, expected.block, expected.confidence) = (["bradley-terry"], "main", 0.9)
        (expected.bootstrap, expected.seed, expected.cluster, expected.ties) = (0, 3, .none, .raoKupper)
        (expected.hasSideEffect, expected.adjustment, expected.reference) = (true, .benjaminiHochberg, "a")
        expected.exclusions.isUnfinished = true
        expected.exclusions.failedAttentionChecks = 2
        expected.exclusions.medianResponseTimeBelow = 300
        expected.exclusions.sideShareAbove = 0.95
        #expect(read == expected)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let definition = try Sample.read { $0["analysis"] = object }
        #expect(definition.issues.isEmpty && definition.study.analysis == expected)
    }

    @Test(arguments: [
        (#"{"block": "mian"}"#, "/block", DefinitionIssue.Code.unknownReference),
        (#"{"reference": "z"}"#, "/reference", .unknownReference),
        (#"{"confidence": 1}"#, "/confidence", .outOfRange),
        (#"{"bootstrap": 20}"#, "/bootstrap", .outOfRange),
        (#"{"statistics": []}"#, "/statistics", .outOfRange),
        (#"{"exclude": {"sideShareAbove": 2}}"#, "/exclude/sideShareAbove", .outOfRange),
        (#"{"exclude": {"unfinishd": true}}"#, "/exclude/unfinishd", .unknownKey),
        (#"{"cluster": "people"}"#, "/cluster", .invalidValue), ("{", "", .syntax),
    ])
    func saysWhereAPlanIsWrong(json: String, path: String, code: DefinitionIssue.Code) throws {
        let error = #expect(throws: InvalidDefinition.self) { try plan(json) }
        #expect(error?.issues.map(\.path) == [path])
        #expect(error?.issues.map(\.code) == [code])
    }
}
