import StudyModel
import StudyStore
import Testing

@Suite struct StudiesTests {
    @Test func theFirstIsCreatedAndTheSameAgainIsUnchanged() throws {
        let fixture = try StoreFixture()
        let (first, created) = try fixture.store.write { try $0.addStudy(.faces(), at: 10) }
        #expect(created == .created)
        #expect(first.version == 1)
        #expect(!first.isFrozen)
        let (again, outcome) = try fixture.store.write { try $0.addStudy(.faces(), at: 20) }
        #expect(outcome == .unchanged)
        #expect(again == first)
        #expect(try fixture.store.read { try $0.stimuli(of: first.row) } == NewStudy.faces().stimuli)
    }

    @Test func aMovedFolderIsTheSameStudy() throws {
        let fixture = try StoreFixture()
        let first = try fixture.addStudy()
        let (moved, outcome) = try fixture.store.write { try $0.addStudy(.faces(folder: "elsewhere"), at: 20) }
        #expect(outcome == .unchanged)
        #expect(moved.row == first.row)
        #expect(moved.folder == "elsewhere")
    }

    @Test(arguments: [NewStudy.faces(edition: 1), .faces(pixels: 1)])
    func aChangeReplacesAStudyThatNobodyHasJoined(_ changed: NewStudy) throws {
        let fixture = try StoreFixture()
        let first = try fixture.addStudy()
        let (second, outcome) = try fixture.store.write { try $0.addStudy(changed, at: 20) }
        #expect(outcome == .replaced)
        #expect(second.version == 1)
        #expect(second.row != first.row)
        #expect(try fixture.store.read { try $0.study("faces") } == second)
        #expect(try fixture.store.read { try $0.study("faces", version: 1) } == second)
        #expect(try fixture.store.read { try $0.stimuli(of: second.row) } == changed.stimuli)
    }

    @Test(arguments: [NewStudy.faces(edition: 1), .faces(pixels: 1)])
    func aChangeOfAFrozenStudyIsANewVersion(_ changed: NewStudy) throws {
        let fixture = try StoreFixture()
        let first = try fixture.addStudy()
        _ = try fixture.join(first, "P1")
        let (second, outcome) = try fixture.store.write { try $0.addStudy(changed, at: 20) }
        #expect(outcome == .newVersion)
        #expect(second.version == 2)
        #expect(try fixture.store.read { try $0.study("faces") } == second)
        let old = try #require(try fixture.store.read { try $0.study("faces", version: 1) })
        #expect(old.row == first.row)
        #expect(old.isFrozen)
        #expect(old.definition == first.definition)
    }

    @Test(arguments: [Session.Status.declined, .released])
    func whoeverJoinedFreezesTheStudyEvenAfterLeaving(_ status: Session.Status) throws {
        let fixture = try StoreFixture()
        let first = try fixture.addStudy()
        let session = try fixture.join(first, "P1")
        try fixture.store.write { try $0.setStatus(session.id, status, at: 30) }
        let (_, outcome) = try fixture.store.write { try $0.addStudy(.faces(edition: 1), at: 40) }
        #expect(outcome == .newVersion)
    }

    @Test func simulatedParticipantsNeitherFreezeNorMoveToTheReplacement() throws {
        let fixture = try StoreFixture()
        let first = try fixture.addStudy()
        let session = try fixture.join(first, "S1", simulated: true)
        let (second, outcome) = try fixture.store.write { try $0.addStudy(.faces(edition: 1), at: 20) }
        #expect(outcome == .replaced)
        #expect(second.version == 1)
        try fixture.store.read { transaction in
            #expect(try transaction.session(session.id)?.study == first.row)
            #expect(try transaction.study(version: first.row)?.definition == first.definition)
            #expect(try transaction.heldSeats(second.row, simulated: true).isEmpty)
            #expect(try transaction.studies().map(\.simulated) == [0])
            var exported = 0
            try transaction.forEachParticipant(study: "faces", includeSimulated: true) { _ in exported += 1 }
            #expect(exported == 0)
        }
        #expect(code { try fixture.join(first, "S2", simulated: true, seat: 1) } == .conflict)
    }

    @Test func theSummaryCountsRealAndSimulatedApart() throws {
        let fixture = try StoreFixture()
        let first = try fixture.addStudy()
        let active = try fixture.join(first, "P1", seat: 0)
        _ = try fixture.join(first, "P2", seat: 1)
        let simulated = try fixture.join(first, "S1", simulated: true)
        let (trials, simulatedTrials) = (try fixture.trials(active), try fixture.trials(simulated))
        try fixture.store.write { transaction in
            try transaction.setStatus(active.id, .active, at: 5)
            try transaction.setStatus(simulated.id, .active, at: 5)
            for trial in trials.prefix(2) {
                _ = try transaction.insert(.made("r\(trial.position)", to: trial), session: active, at: 6)
            }
            for trial in simulatedTrials {
                _ = try transaction.insert(.made("s\(trial.position)", to: trial), session: simulated, at: 6)
            }
            _ = try transaction.addStudy(.faces(edition: 1), at: 40)
            _ = try transaction.addStudy(.faces(id: "hands"), at: 50)
        }
        let summaries = try fixture.store.read { try $0.studies() }
        #expect(summaries.map(\.id) == ["faces", "hands"])
        let faces = summaries[0]
        #expect(faces.version == 2)
        #expect(faces.title == "Faces 1")
        #expect((faces.joined, faces.active, faces.completed) == (1, 1, 0))
        #expect((faces.simulated, faces.responses) == (1, 2))
        let hands = summaries[1]
        #expect((hands.joined, hands.active, hands.completed, hands.simulated, hands.responses) == (0, 0, 0, 0, 0))
    }

    @Test func aPictureGivenTwiceIsRefusedWithTheWholeStudy() throws {
        let fixture = try StoreFixture()
        var study = NewStudy.faces()
        study.stimuli.append(study.stimuli[0])
        #expect(code { try fixture.addStudy(study) } == .invalid)
        #expect(try fixture.store.read { try $0.study("faces") } == nil)
    }

    @Test func anUnknownStudyIsNone() throws {
        let fixture = try StoreFixture()
        try fixture.addStudy()
        #expect(try fixture.store.read { try $0.study("hands") } == nil)
        #expect(try fixture.store.read { try $0.study("faces", version: 2) } == nil)
    }
}
