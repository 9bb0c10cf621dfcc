import StudyModel
import StudyService
import StudyWire
import Testing

@Suite struct CorrectionTests {
    @Test func thePreviousTrialIsCorrectedOnceAndBothResponsesAreKept() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        #expect(try await connection.previous() == nil, "nothing is answered yet")
        let first = try await connection.screen()
        _ = try await connection.respond(.to(first, .side(.left), id: "r-1"))
        let open = try await connection.screen()

        var reopened = try #require(try await connection.previous())
        #expect(reopened.supersedes == "r-1")
        #expect(try await connection.previous() == reopened, "asking again changes nothing")
        _ = try await connection.respond(.to(reopened, .side(.right), id: "r-2"))
        #expect(try await connection.previous() == nil, "once")
        #expect(try await connection.screen() == open, "the open trial stays open")

        let responses = try fixture.responses()
        #expect(responses.map(\.response.id) == ["r-1", "r-2"])
        #expect(responses.map(\.supersededBy) == ["r-2", nil])
        #expect(responses[1].response.supersedes == "r-1")
        // The correction repeated is the same correction; another one is refused.
        #expect(try await connection.respond(.to(reopened, .side(.right), id: "r-2")).isDuplicate)
        reopened.supersedes = "r-2"
        #expect(try await serviceError { _ = try await connection.respond(.to(reopened)) } == .rejected)
        #expect(try fixture.events().contains("trial.reopened"))

        reopened.supersedes = nil
        reopened.trial = first.trial
        #expect(try await connection.respond(.to(open)).isDuplicate == false)
        #expect(try await connection.previous()?.trial == open.trial, "the next trial may be corrected in turn")
    }

    @Test func onlyThePreviousTrialIsCorrected() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        var first = try await connection.screen()
        _ = try await connection.respond(.to(first, id: "r-1"))
        _ = try await connection.respond(.to(try await connection.screen(), id: "r-2"))
        first.supersedes = "r-1"
        #expect(try await serviceError { _ = try await connection.respond(.to(first)) } == .rejected)
        var wrong = try #require(try await connection.previous())
        wrong.supersedes = "r-1"
        #expect(try await serviceError { _ = try await connection.respond(.to(wrong)) } == .rejected)
        #expect(try fixture.responses().count == 2)
    }

    @Test func aStudyMayForbidCorrections() async throws {
        let fixture = try ServiceFixture(["corrections": false])
        let connection = fixture.connect()
        #expect(try await connection.join(code: "P1").allowsCorrections == false)
        try await connection.consent(true)
        var screen = try await connection.screen()
        _ = try await connection.respond(.to(screen, id: "r-1"))
        #expect(try await connection.previous() == nil)
        screen.supersedes = "r-1"
        #expect(try await serviceError { _ = try await connection.respond(.to(screen)) } == .rejected)
        #expect(try fixture.responses().count == 1)
    }

    @Test func aFinishedSessionIsClosedToCorrections() async throws {
        let connection = try await ServiceFixture().participant("P1")
        try await connection.answer()
        #expect(try await connection.previous() == nil)
    }
}
