import StudyModel
import StudyService
import StudyStore
import StudyWire
import Testing

@Suite struct RespondingTests {
    @Test func askingForTheNextTrialChangesNothing() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        let screen = try await connection.screen()
        for _ in 0..<3 { #expect(try await connection.screen() == screen) }
        #expect(try fixture.session("P1")?.answered == 0)
    }

    @Test func onlyTheOpenTrialTakesAResponse() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        let first = try await connection.screen()
        _ = try await connection.respond(.to(first))
        let second = try await connection.screen()
        #expect(second.number == 2)
        #expect(try await serviceError { _ = try await connection.respond(.to(first)) } == .rejected)
        var later = second
        later.trial = TrialID(second.trial.rawValue + 1)
        #expect(try await serviceError { _ = try await connection.respond(.to(later)) } == .rejected)
        // A trial of somebody else is not open either.
        let other = try await fixture.participant("P2")
        let foreign = try await other.screen()
        #expect(try await serviceError { _ = try await connection.respond(.to(foreign)) } == .rejected)
        #expect(try await connection.screen() == second)
        #expect(try fixture.responses().count == 1)
    }

    @Test func aResponseBeforeConsentIsRefused() async throws {
        let fixture = try ServiceFixture()
        let connection = fixture.connect()
        _ = try await connection.join(code: "P1")
        let trial = try fixture.store.read { transaction in
            try transaction.trials(of: try #require(try transaction.findSession("sample", code: "P1")).0.id)[0]
        }
        let screen = TrialScreen(
            trial: trial.id,
            kind: .forcedChoice,
            question: "",
            original: PictureReference(sha256: "", width: 0, height: 0),
            candidates: [],
            allowsTie: false,
            gradeLabels: [],
            isPractice: true,
            number: 1,
            count: 1,
            isAfterBreak: false
        )
        #expect(try await serviceError { _ = try await connection.respond(.to(screen)) } == .rejected)
        #expect(try fixture.responses().isEmpty)
    }

    @Test func theSameResponseTwiceIsStoredOnceAndAnsweredAlike() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        let screen = try await connection.screen()
        let response = Response.to(screen, .side(.right), id: "r-1")
        let receipt = try await connection.respond(response)
        #expect(receipt == Receipt(response: "r-1", isDuplicate: false, feedback: receipt.feedback))
        var again = receipt
        again.isDuplicate = true
        #expect(try await connection.respond(response) == again)
        // Still so when later trials are answered, from another connection, and after the end.
        try await connection.answer(atMost: 3)
        #expect(try await connection.respond(response) == again)
        let other = fixture.connect()
        _ = try await other.join(code: "P1")
        #expect(try await other.respond(response) == again)
        try await connection.answer()
        #expect(try await connection.respond(response) == again)
        #expect(try fixture.responses().count { $0.response.id == "r-1" } == 1)
        #expect(try fixture.responses().count == 10)
    }

    @Test func theSameIdForOtherContentIsRefused() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        let first = try await connection.screen()
        _ = try await connection.respond(.to(first, .side(.left), id: "r-1"))
        let second = try await connection.screen()
        for changed in [
            Response.to(first, .side(.right), id: "r-1"), .to(first, rt: 1), .to(second, id: "r-1"),
        ] {
            var response = changed
            response.id = "r-1"
            let error = await #expect(throws: ServiceError.self) { _ = try await connection.respond(response) }
            #expect(error?.code == .rejected)
            #expect(error?.message.contains("another response") == true, "\(error?.message ?? "")")
        }
        #expect(try fixture.responses().count == 1)
        #expect(try await connection.screen() == second)
    }

    @Test func concurrentRepetitionsOfOneResponseAreOneResponse() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        let response = Response.to(try await connection.screen())
        let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
            for _ in 0..<16 { group.addTask { try await connection.respond(response) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(receipts.count { !$0.isDuplicate } == 1)
        #expect(try fixture.responses().count == 1)
        #expect(try fixture.session("P1")?.answered == 1)
    }

    @Test(arguments: [Answer.side(.tie), .grade(0), .grade(4)])
    func answersThatTheQuestionDoesNotHaveAreRefused(answer: Answer) async throws {
        let connection = try await ServiceFixture().participant("P1")
        let screen = try await connection.screen()
        #expect(!screen.accepts(answer))
        #expect(try await serviceError { _ = try await connection.respond(.to(screen, answer)) } == .rejected)
    }

    @Test(arguments: [Double.nan, -1, .infinity, -.infinity])
    func responseTimesThatAreNoneAreRefused(rt: Double) async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        let screen = try await connection.screen()
        #expect(try await serviceError { _ = try await connection.respond(.to(screen, rt: rt)) } == .rejected)
        _ = try await connection.respond(.to(screen, rt: nil))
        #expect(try fixture.responses().map(\.response.rt) == [nil])
    }

    @Test func anIdThatIsNoneIsRefused() async throws {
        let connection = try await ServiceFixture().participant("P1")
        let screen = try await connection.screen()
        for id in ["", String(repeating: "x", count: 65)] {
            #expect(try await serviceError { _ = try await connection.respond(.to(screen, id: id)) } == .rejected)
        }
    }
}
