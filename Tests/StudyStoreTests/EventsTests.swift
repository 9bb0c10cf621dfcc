import StudyModel
import StudyStore
import Testing

@Suite struct EventsTests {
    @Test func theLogHoldsWhatWasAppendedAndEveryChangeOfStatus() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let session = try fixture.join(study, "P1")
        let left = Event(at: 40, study: study.row, session: session.id, kind: "session.left", detail: "{\"at\": 3}")
        try fixture.store.write { transaction in
            try transaction.setStatus(session.id, .active, at: 30)
            try transaction.append(event: left)
            try transaction.setStatus(session.id, .active, at: 45)
            _ = try transaction.releaseStale(study.row, before: 100, at: 120)
        }
        var events: [Event] = []
        try fixture.store.read { try $0.forEachEvent(study: "faces") { events.append($0) } }
        #expect(
            events == [
                Event(at: 2_000, study: study.row, session: session.id, kind: "session.joined"),
                Event(at: 30, study: study.row, session: session.id, kind: "session.active"),
                left,
                Event(at: 120, study: study.row, session: session.id, kind: "session.released"),
            ]
        )
    }

    @Test func anEventBelongsToAStudyAndHasAKindAndJSON() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        func append(_ event: Event) -> StoreError.Code? {
            code { try fixture.store.write { try $0.append(event: event) } }
        }
        #expect(append(Event(at: 1, study: StudyVersionID(99), kind: "x")) == .notFound)
        #expect(append(Event(at: 1, study: study.row, kind: "")) == .invalid)
        #expect(append(Event(at: 1, study: study.row, kind: "x", detail: "{")) == .invalid)
    }

    @Test(arguments: [
        "UPDATE events SET kind = 'x'", "DELETE FROM events", "UPDATE responses SET answer = '1'",
        "DELETE FROM responses",
    ])
    func eventsAndResponsesAreNeverChanged(_ sql: String) throws {
        let fixture = try StoreFixture()
        let session = try fixture.join(try fixture.addStudy(), "P1")
        let trial = try fixture.trials(session)[0]
        _ = try fixture.store.write { try $0.insert(.made("a", to: trial), session: session, at: 9) }
        let database = try RawDatabase(fixture.path)
        #expect(throws: (any Error).self) { try database.run(sql) }
        #expect(try database.strings("SELECT answer FROM responses") == ["\"left\""])
        #expect(try database.strings("SELECT kind FROM events") == ["session.joined"])
    }
}
