import StudyModel
import StudyStore
import Testing

@Suite struct ResponsesTests {
    private let fixture: StoreFixture
    private let session: Session
    private let trials: [Trial]

    init() throws {
        fixture = try StoreFixture()
        session = try fixture.join(try fixture.addStudy(), "P1")
        trials = try fixture.trials(session)
    }

    private func insert(_ response: Response, at: Int64 = 9) throws -> Bool {
        try fixture.store.write { try $0.insert(response, session: session, at: at) }
    }

    private func current() throws -> Session {
        try #require(try fixture.store.read { try $0.session(session.id) })
    }

    @Test func aResponseComesBackAsItWasSent() throws {
        var responses = [
            Response.made("3f1c9a5e-0d2b-4f61-9a77-6b8f0e2d4c11", to: trials[0], .grade(-2), rt: 0.1 + 0.2),
            .made("x", to: trials[1], .side(.tie), rt: nil),
            .made(String(repeating: "é", count: 32), to: trials[2], .side(.right), rt: 0),
        ]
        responses[1].onset = .none
        responses[1].display = .none
        for response in responses {
            #expect(try insert(response))
            #expect(try fixture.store.read { try $0.response(id: response.id) } == response)
        }
        #expect(try fixture.store.read { try $0.response(id: "y") } == nil)
    }

    @Test func theSameResponseTwiceIsStoredOnce() throws {
        let response = Response.made("a", to: trials[0])
        #expect(try insert(response, at: 9))
        #expect(try insert(response, at: 99) == false)
        #expect(try fixture.store.read { try $0.responses(trial: trials[0].id) } == [response])
        #expect(try current().answered == 1)
    }

    @Test func theSameIdForAnotherResponseIsAConflict() throws {
        let response = Response.made("a", to: trials[0])
        _ = try insert(response)
        var changes = [Response](repeating: response, count: 4)
        changes[0].answer = .side(.right)
        changes[1].trial = trials[1].id
        changes[2].rt = nil
        changes[3].display.columns = 80
        for changed in changes {
            #expect(code { try insert(changed) } == .conflict)
        }
        #expect(try current().answered == 1)
    }

    @Test func aTrialIsAnsweredOnceAndCorrectedInAChain() throws {
        let responses = [
            Response.made("a", to: trials[0], .side(.left)),
            .made("b", to: trials[0], .side(.right), supersedes: "a"),
            .made("c", to: trials[0], .side(.tie), supersedes: "b"),
        ]
        for response in responses { #expect(try insert(response)) }
        #expect(try fixture.store.read { try $0.responses(trial: trials[0].id) } == responses)
        #expect(try current().answered == 1)

        #expect(code { try insert(.made("d", to: trials[0])) } == .conflict)
        #expect(code { try insert(.made("d", to: trials[0], supersedes: "a")) } == .conflict)
        #expect(code { try insert(.made("d", to: trials[1], supersedes: "c")) } == .conflict)
        #expect(code { try insert(.made("d", to: trials[0], supersedes: "z")) } == .conflict)
        #expect(try insert(responses[0]) == false)
        #expect(try insert(responses[1]) == false)
    }

    @Test func theLastAnswerCompletesTheSession() throws {
        for trial in trials {
            #expect(try current().status == .joined)
            #expect(try current().answered == trial.position)
            _ = try insert(.made("r\(trial.position)", to: trial), at: 100 + Int64(trial.position))
        }
        #expect(try current().status == .completed)
        #expect(try current().answered == trials.count)
        _ = try insert(.made("late", to: trials[4], supersedes: "r4"))
        #expect(try current().answered == trials.count)
        var kinds: [String] = []
        try fixture.store.read { try $0.forEachEvent(study: "faces") { kinds.append($0.kind) } }
        #expect(kinds == ["session.joined", "session.completed"])
    }

    @Test func anAnswerToALostPlaceIsKeptWithoutTakingThePlace() throws {
        for trial in trials.dropLast() { _ = try insert(.made("r\(trial.position)", to: trial)) }
        _ = try fixture.store.write { try $0.releaseStale(session.study, before: 1_000, at: 1_000) }
        let study = try #require(try fixture.store.read { try $0.study(version: session.study) })
        let successor = try fixture.join(study, "P2")
        #expect(try insert(.made("last", to: trials[4])))
        #expect(try current().status == .released)
        #expect(try fixture.store.read { try $0.session(successor.id) }?.status == .joined)
    }

    @Test(arguments: [Double.nan, .infinity, -1])
    func anRtThatIsNoTimeIsRefused(_ rt: Double) throws {
        #expect(code { try insert(.made("a", to: trials[0], rt: rt)) } == .invalid)
        #expect(try current().answered == 0)
    }

    @Test func anIdOfNoOrManyBytesIsRefused() throws {
        #expect(code { try insert(.made("", to: trials[0])) } == .invalid)
        let long = String(repeating: "a", count: 65)
        #expect(code { try insert(.made(long, to: trials[0])) } == .invalid)
    }

    @Test func aTrialOfAnotherSessionIsNotFound() throws {
        let study = try #require(try fixture.store.read { try $0.study("faces") })
        let other = try fixture.join(study, "P2", seat: 1)
        let trial = try fixture.trials(other)[0]
        #expect(code { try insert(.made("a", to: trial)) } == .notFound)
        #expect(try fixture.store.read { try $0.response(id: "a") } == nil)
    }
}
