import StudyModel
import StudyStore
import Testing

@Suite struct ExportTests {
    @Test func responsesComeBySessionThenTrialThenCorrection() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let first = try fixture.join(study, "P1", seat: 0)
        let second = try fixture.join(study, "P2", seat: 1)
        let (a, b) = (try fixture.trials(first), try fixture.trials(second))
        // Stored across sessions and with a correction long after its answer.
        let stored: [(Response, Session)] = [
            (.made("b0", to: b[0]), second),
            (.made("a0", to: a[0]), first),
            (.made("a1", to: a[1], .grade(3), rt: nil), first),
            (.made("b1", to: b[1]), second),
            (.made("a0-again", to: a[0], .side(.right), supersedes: "a0"), first),
        ]
        try fixture.store.write { transaction in
            for (time, (response, session)) in stored.enumerated() {
                _ = try transaction.insert(response, session: session, at: Int64(time))
            }
        }
        let records = try fixture.responses()
        #expect(records.map(\.response.id) == ["a0", "a0-again", "a1", "b0", "b1"])
        #expect(records.map(\.supersededBy) == ["a0-again", nil, nil, nil, nil])
        #expect(records.map(\.receivedAt) == [1, 4, 2, 0, 3])
        for record in records {
            #expect(stored.contains { $0.0 == record.response })
            #expect(record.trial.trial == record.response.trial)
        }
        #expect(records.map(\.trial.participant) == ["P1", "P1", "P1", "P2", "P2"])
    }

    @Test func trialsCarryWhatWasShown() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let session = try fixture.join(study, "P1")
        let trials = try fixture.trials(session)
        var records: [TrialRecord] = []
        let stimuli = try fixture.store.read { transaction in
            try transaction.forEachTrial(study: "faces", includeSimulated: false) { records.append($0) }
            return try transaction.stimulusTable(study: "faces")
        }
        #expect(records.map(\.trial) == trials.map(\.id))
        for (record, trial) in zip(records, trials) {
            #expect(record.session == session.id)
            #expect(record.version == 1)
            #expect(record.position == trial.position)
            #expect(record.block == trial.plan.block)
            #expect(record.role == trial.plan.role)
            #expect((record.image, record.left, record.right) == (trial.plan.image, trial.plan.left, trial.plan.right))
            #expect(record.correct == trial.plan.correct)
            #expect(record.repeats == trial.plan.repeats)
            #expect(stimuli[record.imageStimulus]?.image == record.image)
            #expect(stimuli[record.imageStimulus]?.explainer == nil)
            #expect(stimuli[record.leftStimulus]?.explainer == record.left)
            #expect(stimuli[record.rightStimulus]?.explainer == record.right)
        }
        #expect(Set(stimuli.values) == Set(NewStudy.faces().stimuli))
    }

    @Test func simulatedParticipantsAreLeftOutUnlessAskedFor() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        for (code, simulated) in [("P1", false), ("S1", true)] {
            let session = try fixture.join(study, ParticipantCode(code), simulated: simulated)
            let trial = try fixture.trials(session)[0]
            let response = Response.made("r-\(code)", to: trial)
            _ = try fixture.store.write { try $0.insert(response, session: session, at: 9) }
        }
        #expect(try fixture.participants().map(\.participant) == ["P1"])
        #expect(try fixture.participants(includeSimulated: true).map(\.participant) == ["P1", "S1"])
        #expect(try fixture.participants(includeSimulated: true).map(\.isSimulated) == [false, true])
        #expect(try fixture.responses().map(\.response.id) == ["r-P1"])
        #expect(try fixture.responses(includeSimulated: true).map(\.response.id) == ["r-P1", "r-S1"])
    }

    @Test func everyVersionIsExportedOrTheOneAskedFor() throws {
        let fixture = try StoreFixture()
        _ = try fixture.join(try fixture.addStudy(), "P1")
        _ = try fixture.join(try fixture.addStudy(.faces(edition: 1)), "P2")
        #expect(try fixture.participants().map(\.version) == [1, 2])
        #expect(try fixture.participants(version: 2).map(\.participant) == ["P2"])
        #expect(try fixture.participants(version: 3).isEmpty)
    }

    @Test func aParticipantRecordTellsTheSession() throws {
        let fixture = try StoreFixture()
        let session = try fixture.join(try fixture.addStudy(), "P1", seat: 4)
        try fixture.store.write { transaction in
            try transaction.setStatus(session.id, .active, at: 2_500)
            try transaction.touch(session.id, at: 2_600)
        }
        let expected = ParticipantRecord(
            session: session.id,
            participant: "P1",
            isSimulated: false,
            version: 1,
            seat: 4,
            status: .active,
            answered: 0,
            trialCount: 5,
            completionCode: "DONE-P1",
            joinedAt: 2_000,
            lastSeenAt: 2_600,
            statusAt: 2_500
        )
        #expect(try fixture.participants() == [expected])
    }

    /// More distinct words than the reader keeps.
    @Test func manyBlocksAreToldApart() throws {
        let fixture = try StoreFixture()
        let plans = (0..<100).map {
            TrialPlan(block: BlockID("block-\($0)"), role: .main, image: "cat", left: "lime", right: "rise")
        }
        _ = try fixture.join(try fixture.addStudy(), "P1", trials: plans)
        var blocks: [BlockID] = []
        try fixture.store.read { transaction in
            try transaction.forEachTrial(study: "faces", includeSimulated: false) { blocks.append($0.block) }
        }
        #expect(blocks == plans.map(\.block))
    }

    @Test func exportsMayNest() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        _ = try fixture.join(study, "P1", seat: 0)
        _ = try fixture.join(study, "P2", seat: 1)
        var count = 0
        try fixture.store.read { transaction in
            try transaction.forEachTrial(study: "faces", includeSimulated: false) { _ in
                try transaction.forEachParticipant(study: "faces", includeSimulated: false) { _ in count += 1 }
            }
        }
        #expect(count == 20)
    }
}

extension StoreFixture {
    fileprivate func responses(includeSimulated: Bool = false) throws -> [ResponseRecord] {
        var records: [ResponseRecord] = []
        try store.read { transaction in
            try transaction.forEachResponse(study: "faces", includeSimulated: includeSimulated) { records.append($0) }
        }
        return records
    }

    fileprivate func participants(version: Int? = nil, includeSimulated: Bool = false) throws -> [ParticipantRecord] {
        var records: [ParticipantRecord] = []
        try store.read { transaction in
            try transaction.forEachParticipant(study: "faces", version: version, includeSimulated: includeSimulated) {
                records.append($0)
            }
        }
        return records
    }
}
