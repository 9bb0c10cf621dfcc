import StudyModel
import StudyStore
import Testing

@Suite struct TrialsTests {
    @Test func trialsComeBackAsPlanned() throws {
        let fixture = try StoreFixture()
        let session = try fixture.join(try fixture.addStudy(), "P1")
        let trials = try fixture.trials(session)
        #expect(trials.map(\.plan) == .standard)
        #expect(trials.map(\.position) == [0, 1, 2, 3, 4])
        #expect(trials.allSatisfy { $0.session == session.id })
        for trial in trials {
            #expect(try fixture.store.read { try $0.trial(session: session.id, position: trial.position) } == trial)
            #expect(try fixture.store.read { try $0.trial(trial.id) } == trial)
        }
        #expect(try fixture.store.read { try $0.trial(session: session.id, position: 5) } == nil)
    }

    @Test func aCorrectAnswerIsOneOfTheTwo() throws {
        let fixture = try StoreFixture()
        let plan = TrialPlan(
            block: "main",
            role: .attentionCheck,
            image: "cat",
            left: "lime",
            right: "rise",
            correct: "grad-cam"
        )
        let study = try fixture.addStudy()
        #expect(code { try fixture.join(study, "P1", trials: [plan]) } == .invalid)
    }
}
