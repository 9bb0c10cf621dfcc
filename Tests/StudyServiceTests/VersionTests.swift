import StudyModel
import StudyService
import StudyStore
import StudyWire
import Testing

@Suite struct VersionTests {
    @Test func whoIsHalfWayFinishesTheOldVersion() async throws {
        let fixture = try ServiceFixture()
        let early = try await fixture.participant("P1")
        try await early.answer(atMost: 3)
        let open = try await early.screen()
        let second = try fixture.add(["title": "Another title", "debrief": "Bye."], block: ["repeats": 0])
        #expect(second.version == 2)

        #expect(try await early.screen() == open)
        let back = fixture.connect()
        let welcome = try await back.join(code: "P1")
        #expect((welcome.title, welcome.trialCount, welcome.answered) == ("A sample", 10, 3))
        #expect(try await back.answer() == 7)
        guard case .finished(let debrief, _) = try await back.next() else { throw NoTrialIsOpen() }
        #expect(debrief == "Thank you.")

        let newcomer = fixture.connect()
        let late = try await newcomer.join(code: "P2")
        #expect((late.title, late.trialCount) == ("Another title", 8))
        #expect(try fixture.session("P2")?.seat == 0, "the new version has a design of its own")
        #expect(try fixture.sessions(version: 1).map(\.participant) == ["P1"])
        #expect(try fixture.sessions(version: 2).map(\.participant) == ["P2"])
    }

    @Test func aReleasedPlaceOfAnOldVersionIsGivenBack() async throws {
        let fixture = try ServiceFixture()
        let early = try await fixture.participant("P1")
        try await early.answer(atMost: 3)
        try fixture.silence("P1", minutes: 31)
        _ = try await fixture.participant("P2")
        try fixture.silence("P2", minutes: 31)
        try fixture.add(["title": "Another title"])
        let back = fixture.connect()
        // P2 took P1's place; P2's own is free.
        #expect(try await serviceError { _ = try await back.join(code: "P1") } == .placeReleased)
        #expect(try await back.join(code: "P2").title == "A sample")
    }

    @Test func simulatedParticipantsDoNotFreezeTheStudy() async throws {
        let fixture = try ServiceFixture()
        try fixture.simulate(3)
        #expect(try fixture.add(["title": "Another title"]).version == 1)
        _ = try await fixture.participant("P1")
        #expect(try fixture.add(["title": "A third title"]).version == 2)
    }
}
