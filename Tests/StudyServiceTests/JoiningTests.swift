import StudyModel
import StudyService
import StudyWire
import Testing

@Suite struct JoiningTests {
    @Test func newParticipantsGetACodeConsentAndInstructions() async throws {
        let fixture = try ServiceFixture()
        let welcome = try await fixture.connect().join(code: nil)
        #expect(welcome.consent == "I agree.")
        #expect(welcome.instructions == ["One.", "Two."])
        #expect((welcome.title, welcome.language, welcome.answered) == ("A sample", "en", 0))
        #expect(welcome.trialCount == 2 + 6 + 2)
        #expect(welcome.code.rawValue.count == 8)
        #expect(try fixture.session(welcome.code)?.status == .joined)
        #expect(try fixture.session(welcome.code)?.seat == 0)
        #expect(try fixture.events() == ["session.joined"])
    }

    @Test func aFullStudyTakesNobodyElse() async throws {
        let fixture = try ServiceFixture(["participants": ["quota": 2]])
        _ = try await fixture.participant("P1")
        _ = try await fixture.participant("P2")
        #expect(try await serviceError { _ = try await fixture.connect().join(code: "P3") } == .studyFull)
        #expect(try await serviceError { _ = try await fixture.connect().join(code: nil) } == .studyFull)
        // Those who hold a place come back all the same.
        #expect(try await fixture.connect().join(code: "P1").code == "P1")
        #expect(try fixture.sessions().count == 2)
    }

    @Test func aCodeResumesAtTheSameTrial() async throws {
        let fixture = try ServiceFixture()
        let first = try await fixture.participant("P1")
        try await first.answer(atMost: 4)
        let open = try await first.screen()
        try await first.leave()

        let second = fixture.connect()
        let welcome = try await second.join(code: "P1")
        #expect(welcome.answered == 4)
        #expect(welcome.consent == nil)
        #expect(welcome.instructions.isEmpty)
        #expect(try await second.screen() == open)
        #expect(try fixture.sessions().count == 1)
        #expect(
            try fixture.events() == ["session.joined", "session.active", "session.left", "session.resumed"]
        )
    }

    @Test func consentThatWasNotAnsweredIsAskedAgain() async throws {
        let fixture = try ServiceFixture()
        _ = try await fixture.connect().join(code: "P1")
        let again = fixture.connect()
        #expect(try await again.join(code: "P1").consent == "I agree.")
        #expect(try await serviceError { _ = try await again.next() } == .wrongState)
        try await again.consent(true)
        try await again.consent(true)
        #expect(try await again.screen().number == 1)
        #expect(try await serviceError { try await again.consent(false) } == .wrongState)
    }

    @Test func whoHasFinishedComesBackToTheEnd() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        #expect(try await connection.answer() == 10)
        let end = try await connection.next()
        try await connection.leave()
        let again = fixture.connect()
        #expect(try await again.join(code: "P1").answered == 10)
        #expect(try await again.next() == end)
        guard case .finished(let debrief, let code) = end else { return #expect(Bool(false), "not finished") }
        #expect(debrief == "Thank you.")
        #expect(code == (try fixture.session("P1")?.completionCode))
        #expect(!(try fixture.events().contains("session.left")), "nobody leaves a finished session")
    }

    @Test func theStudysOwnCompletionCodeIsGivenToAll() async throws {
        let fixture = try ServiceFixture(["completionCode": "C0FFEE"])
        for code in ["P1", "P2"] as [ParticipantCode] {
            let connection = try await fixture.participant(code)
            try await connection.answer()
            #expect(try await connection.next() == .finished(debrief: "Thank you.", completionCode: "C0FFEE"))
        }
    }

    @Test func refusingGivesThePlaceAway() async throws {
        let fixture = try ServiceFixture(["participants": ["quota": 1]], block: ["trialsPerParticipant": 12])
        let first = fixture.connect()
        _ = try await first.join(code: "P1")
        try await first.consent(false)
        try await first.consent(false)
        #expect(try await serviceError { _ = try await first.next() } == .declined)
        #expect(try await serviceError { _ = try await fixture.connect().join(code: "P1") } == .declined)
        let second = try await fixture.participant("P2")
        #expect(try await second.answer() == 16)
        #expect(try fixture.session("P2")?.seat == 0)
    }

    @Test func aSilentParticipantsPlaceGoesToTheNextWhenItIsNeeded() async throws {
        let fixture = try ServiceFixture(["participants": ["quota": 2, "releaseAfterMinutes": 30]])
        let first = try await fixture.participant("P1")
        try await first.answer(atMost: 3)
        _ = try await fixture.participant("P2")
        try fixture.silence("P1", minutes: 29)
        #expect(try await serviceError { _ = try await fixture.connect().join(code: "P3") } == .studyFull)

        try fixture.silence("P1", minutes: 31)
        let third = fixture.connect()
        _ = try await third.join(code: "P3")
        #expect(try fixture.session("P3")?.seat == 0)
        #expect(try fixture.session("P1")?.status == .released)
        #expect(try await serviceError { _ = try await fixture.connect().join(code: "P1") } == .placeReleased)
        let screen = try await first.screen()
        #expect(try await serviceError { _ = try await first.respond(.to(screen)) } == .placeReleased)
        #expect(try fixture.responses().count == 3, "the answers given are kept")
    }

    @Test func aReleasedPlaceThatNobodyTookIsGivenBack() async throws {
        let fixture = try ServiceFixture()
        let first = try await fixture.participant("P1")
        let second = try await fixture.participant("P2")
        let third = fixture.connect()
        _ = try await third.join(code: "P3")
        for code in ["P1", "P2", "P3"] as [ParticipantCode] { try fixture.silence(code, minutes: 31) }
        // The newcomer takes the lowest place; the others' are free but not taken.
        _ = try await fixture.participant("P4")
        #expect(try fixture.session("P4")?.seat == 0)
        #expect(try fixture.session("P2")?.status == .released)

        // P2 had agreed and not yet answered: the answer counts, consent is not asked twice.
        let screen = try await second.screen()
        #expect(try await second.respond(.to(screen)).isDuplicate == false)
        #expect(try fixture.session("P2")?.status == .active)
        #expect(try fixture.session("P2")?.seat == 1)
        // P3 was still reading the consent text.
        try await third.consent(true)
        #expect(try fixture.session("P3")?.status == .active)
        let lost = try await first.screen()
        #expect(try await serviceError { _ = try await first.respond(.to(lost)) } == .placeReleased)
    }

    @Test func aClockThatGoesBackwardsReleasesNobody() async throws {
        let fixture = try ServiceFixture()
        _ = try await fixture.participant("P1")
        try fixture.silence("P1", minutes: -600)
        _ = try await fixture.participant("P2")
        #expect(try fixture.session("P1")?.status == .active)
        #expect(try fixture.session("P2")?.seat == 1)
    }

    @Test(arguments: ["", " ", "a b", "-x", "=1+1", "é", "a/b", "x\n", String(repeating: "a", count: 65)])
    func badCodesAreRefused(code: String) async throws {
        let fixture = try ServiceFixture()
        #expect(
            try await serviceError { _ = try await fixture.connect().join(code: ParticipantCode(code)) }
                == .invalidCode
        )
        #expect(try fixture.sessions().isEmpty)
    }

    @Test func unknownStudiesAreNamedWithASuggestion() async throws {
        let fixture = try ServiceFixture()
        let connection = fixture.service.connection(to: "smaple")
        let error = await #expect(throws: ServiceError.self) { _ = try await connection.join(code: nil) }
        #expect(error?.code == .unknownStudy)
        #expect(error?.message.contains("did you mean \"sample\"?") == true)
    }

    @Test func callsBeforeJoiningAreRefused() async throws {
        let connection = try ServiceFixture().connect()
        #expect(try await serviceError { _ = try await connection.next() } == .wrongState)
        #expect(try await serviceError { _ = try await connection.previous() } == .wrongState)
        #expect(try await serviceError { try await connection.consent(true) } == .wrongState)
        #expect(try await serviceError { try await connection.leave() } == .wrongState)
    }

    @Test func oneCodeInTwoPlacesIsOneSession() async throws {
        let fixture = try ServiceFixture()
        let welcomes = try await withThrowingTaskGroup(of: Welcome.self) { group in
            for _ in 0..<8 {
                group.addTask { try await fixture.connect().join(code: "P1") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(welcomes.allSatisfy { $0.code == "P1" })
        #expect(try fixture.sessions().count == 1)
    }
}
