import StudyModel
import StudyStore
import Testing

@Suite struct SessionsTests {
    @Test func aSessionComesBackAsItWasStored() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let session = try fixture.join(study, "P1", seat: 3)
        #expect(session.status == .joined)
        #expect(session.trialCount == 5)
        let found = try #require(try fixture.store.read { try $0.findSession("faces", code: "P1") })
        #expect(found == (session, study.row))
        #expect(try fixture.store.read { try $0.session(session.id) } == session)
        #expect(try fixture.store.read { try $0.findSession("faces", code: "P2") } == nil)
        #expect(try fixture.store.read { try $0.findSession("hands", code: "P1") } == nil)
    }

    @Test func noTwoSessionsHoldASeat() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let first = try fixture.join(study, "P1", seat: 0)
        #expect(code { try fixture.join(study, "P2", seat: 0) } == .conflict)
        #expect(try fixture.store.read { try $0.findSession("faces", code: "P2") } == nil)
        _ = try fixture.join(study, "S1", simulated: true, seat: 0)

        try fixture.store.write { try $0.setStatus(first.id, .declined, at: 5) }
        let second = try fixture.join(study, "P2", seat: 0)
        #expect(code { try fixture.store.write { try $0.setStatus(first.id, .active, at: 6) } } == .conflict)
        #expect(try fixture.store.read { try $0.heldSeats(study.row, simulated: false) } == [second.seat])
    }

    @Test func nobodyIsInTwoOpenSessions() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        _ = try fixture.join(study, "P1", seat: 0)
        #expect(code { try fixture.join(study, "P1", seat: 1) } == .conflict)
    }

    @Test func aCodeIsEitherRealOrSimulated() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        _ = try fixture.join(study, "P1", simulated: true)
        #expect(code { try fixture.join(study, "P1", seat: 1) } == .conflict)
    }

    @Test func theLatestSessionOfACodeIsFound() throws {
        let fixture = try StoreFixture()
        let first = try fixture.addStudy()
        let old = try fixture.join(first, "P1")
        try fixture.store.write { try $0.setStatus(old.id, .declined, at: 5) }
        let second = try fixture.addStudy(.faces(edition: 1))
        let new = try fixture.join(second, "P1")
        #expect(new.participant == old.participant)
        let found = try #require(try fixture.store.read { try $0.findSession("faces", code: "P1") })
        #expect(found == (new, second.row))
    }

    @Test func onlyTheSilentAreReleased() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        var sessions: [Session] = []
        for (seat, status) in [Session.Status.joined, .active, .active, .completed, .declined].enumerated() {
            let session = try fixture.join(study, ParticipantCode("P\(seat)"), seat: seat)
            sessions.append(session)
            try fixture.store.write { try $0.setStatus(session.id, status, at: 100) }
        }
        try fixture.store.write { try $0.touch(sessions[2].id, at: 200) }

        let released = try fixture.store.write { try $0.releaseStale(study.row, before: 200, at: 500) }
        #expect(released.sorted() == [sessions[0].id, sessions[1].id])
        #expect(try fixture.store.read { try $0.heldSeats(study.row, simulated: false) } == [2, 3])
        #expect(try fixture.store.read { try $0.session(sessions[0].id) }?.status == .released)
        #expect(try fixture.store.write { try $0.releaseStale(study.row, before: 200, at: 600) }.isEmpty)
    }

    @Test func aReleasedPlaceIsReclaimedUnlessTaken() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let session = try fixture.join(study, "P1")
        let trial = try fixture.trials(session)[0]
        try fixture.store.write { transaction in
            try transaction.setStatus(session.id, .active, at: 3)
            _ = try transaction.insert(.made("a", to: trial), session: session, at: 4)
            _ = try transaction.releaseStale(study.row, before: 100, at: 100)
        }
        #expect(try fixture.store.write { try $0.reclaim(session.id, at: 110) })
        #expect(try fixture.store.read { try $0.session(session.id) }?.status == .active)
        #expect(try fixture.store.write { try $0.reclaim(session.id, at: 120) } == false)

        _ = try fixture.store.write { try $0.releaseStale(study.row, before: 200, at: 200) }
        _ = try fixture.join(study, "P2")
        #expect(try fixture.store.write { try $0.reclaim(session.id, at: 210) } == false)
        #expect(try fixture.store.read { try $0.session(session.id) }?.status == .released)
    }

    @Test func reclaimingRemembersWhetherConsentWasGiven() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        for (seat, status) in [Session.Status.joined, .active].enumerated() {
            let session = try fixture.join(study, ParticipantCode("P\(seat)"), seat: seat)
            try fixture.store.write { transaction in
                try transaction.setStatus(session.id, status, at: 3)
                _ = try transaction.releaseStale(study.row, before: 100, at: 100)
            }
            #expect(try fixture.store.write { try $0.reclaim(session.id, at: 110) })
            #expect(try fixture.store.read { try $0.session(session.id) }?.status == status)
        }
    }

    @Test func simulatedSessionsAreNotReleased() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        _ = try fixture.join(study, "simulated", simulated: true)
        #expect(try fixture.store.write { try $0.releaseStale(study.row, before: 9_000, at: 9_000) }.isEmpty)
    }

    @Test func unknownSessionsAndStudiesAreErrors() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        #expect(code { try fixture.store.write { try $0.touch(SessionID(9), at: 1) } } == .notFound)
        #expect(code { try fixture.store.write { try $0.setStatus(SessionID(9), .active, at: 1) } } == .notFound)
        var plan = TrialPlan(block: "main", role: .main, image: "cat", left: "lime", right: "rise")
        plan.left = "smooth-grad"
        #expect(code { try fixture.join(study, "P1", trials: [plan]) } == .invalid)
        #expect(try fixture.store.read { try $0.heldSeats(study.row, simulated: false) }.isEmpty)
    }

    /// Two stores on one file are to SQLite what two processes are.
    @Test func storesThatRaceForSeatsNeitherDoubleNorOvershoot() async throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let stores = [fixture.store, try StudyStore(path: fixture.path, mode: .existing)]
        defer { try? stores[1].close() }
        let quota = 30
        let joined = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<80 {
                group.addTask {
                    try await stores[number % 2].commit { transaction in
                        let held = Set(try transaction.heldSeats(study.row, simulated: false))
                        guard let seat = (0..<quota).first(where: { !held.contains($0) }) else { return false }
                        _ = try transaction.insertSession(
                            study: study.row,
                            code: ParticipantCode("P\(number)"),
                            simulated: false,
                            seat: seat,
                            completionCode: "DONE",
                            trials: .standard,
                            at: 1
                        )
                        return true
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(joined == quota)
        #expect(try fixture.store.read { try $0.heldSeats(study.row, simulated: false) } == Array(0..<quota))
    }
}
