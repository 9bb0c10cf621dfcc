import Foundation
import StudyModel
import Testing

@Suite struct BlockDesignTests {
    private func issues(_ changes: [String: Any], quota: Int = 10) throws -> [DefinitionIssue] {
        try Sample.read { document in
            var block = (document["blocks"] as? [[String: Any]])?.first ?? [:]
            block.merge(changes) { $1 }
            document["blocks"] = [block]
            document["participants"] = ["quota": quota]
        }.issues
    }

    @Test func nobodySeesAUnitTwice() throws {
        let found = try issues(["trialsPerParticipant": 13])
        #expect(found.map(\.code) == [.unbalancedDesign])
        #expect(found.first?.expected.contains("at most 12") == true)
    }

    @Test func everyUnitIsShown() throws {
        let found = try issues(["trialsPerParticipant": 5], quota: 2)
        #expect(found.map(\.path) == ["/blocks/0/trialsPerParticipant"])
        #expect(found.first?.expected.contains("6 trials a participant or a quota of 3") == true)
    }

    @Test func aLatinSquareNeedsAFittingQuota() throws {
        let found = try issues(["order": "latinSquare", "trialsPerParticipant": 12], quota: 10)
        #expect(found.map(\.path) == ["/blocks/0/order"])
        #expect(found.first?.expected.contains("multiple of 12, such as 12") == true)
        #expect(try issues(["order": "latinSquare", "trialsPerParticipant": 12], quota: 12).isEmpty)
    }

    @Test func aLatinSquareNeedsEveryUnit() throws {
        let found = try issues(["order": "latinSquare", "trialsPerParticipant": 6], quota: 12)
        #expect(found.map(\.path) == ["/blocks/0/order"])
        #expect(found.first?.expected.contains("all 12 units") == true)
    }

    @Test func repeatsNeedRoomForFiveTrialsBetween() throws {
        let found = try issues(["trialsPerParticipant": 4, "repeats": 1])
        #expect(found.map(\.path) == ["/blocks/0/repeats"])
    }

    @Test func checksNeedAKnownAnswer() throws {
        let check = ["image": "i1", "left": "a", "right": "b"]
        let found = try issues(["attentionChecks": ["trials": [check]]])
        #expect(found.map(\.path) == ["/blocks/0/attentionChecks/trials/0"])
        #expect(found.map(\.code) == [.missingKey])
    }
}
