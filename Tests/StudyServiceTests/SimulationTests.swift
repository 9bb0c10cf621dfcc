import Foundation
import StudyEngine
import StudyModel
import StudyService
import StudyStore
import StudyWire
import Testing

extension ServiceFixture {
    /// Lets random observers answer; returns the number of responses.
    @discardableResult
    func simulate(_ participants: Int, seed: UInt64 = 1) throws -> Int {
        try Simulation(of: Self.id, in: store, seed: seed, observer: SimulatedObserver.init(randomFor:))
            .run(participants: participants)
    }
}

@Suite struct SimulationTests {
    @Test func simulatedParticipantsTakeNoPlaces() async throws {
        let fixture = try ServiceFixture(["participants": ["quota": 2]])
        #expect(try fixture.simulate(5) == 50)
        #expect(try fixture.sessions().map(\.status) == [Session.Status](repeating: .completed, count: 5))
        #expect(try fixture.sessions().map(\.isSimulated) == [Bool](repeating: true, count: 5))
        let untouched = try await ServiceFixture(["participants": ["quota": 2]]).participant("P1")
        let lists = try await untouched.candidates()
        let connection = try await fixture.participant("P1")
        #expect(try fixture.session("P1")?.seat == 0)
        #expect(try await connection.candidates() == lists, "the real design knows nothing of simulated seats")
        _ = try await fixture.participant("P2")
        #expect(try await serviceError { _ = try await fixture.connect().join(code: "P3") } == .studyFull)
        #expect(try fixture.simulate(2) == 20, "a full study can be simulated")
        #expect(
            try await serviceError { _ = try await fixture.connect().join(code: fixture.sessions()[0].participant) }
                == .simulatedCode
        )
    }

    @Test func theSameSeedGivesTheSameAnswers() throws {
        func answers(_ seed: UInt64, runs: [Int]) throws -> [String] {
            let fixture = try ServiceFixture()
            for run in runs { try fixture.simulate(run, seed: seed) }
            return try fixture.responses().map {
                "\($0.trial.participant) \($0.response.id) \($0.response.answer.text) \($0.response.rt ?? -1)"
            }
        }
        let once = try answers(3, runs: [6])
        #expect(try answers(3, runs: [6]) == once)
        #expect(try answers(3, runs: [2, 4]) == once, "in two runs as in one")
        #expect(try answers(4, runs: [6]) != once)
        #expect(Set(once.map { $0.split(separator: " ")[1] }).count == 60)
    }

    @Test func acknowledgedResponsesAreStored() throws {
        let fixture = try ServiceFixture()
        var ids: [ResponseID] = []
        var acknowledgments = 0
        _ = try Simulation(
            of: ServiceFixture.id,
            in: fixture.store,
            seed: 1,
            observer: SimulatedObserver.init(randomFor:)
        )
        .run(
            participants: 50,
            acknowledged: { new in
                ids += new
                acknowledgments += 1
                let stored = Set(try fixture.responses().map(\.response.id))
                #expect(Set(ids) == stored)
            }
        )
        #expect(acknowledgments > 1, "participants share transactions, but not one for all")
        #expect(ids.count == 500)
        #expect(Set(ids) == Set(try fixture.responses().map(\.response.id)))
    }

    @Test func unknownStudiesCannotBeSimulated() throws {
        let fixture = try ServiceFixture()
        let error = #expect(throws: ServiceError.self) {
            _ = try Simulation(of: "other", in: fixture.store, seed: 1, observer: SimulatedObserver.init(randomFor:))
        }
        #expect(error?.code == .unknownStudy)
    }

    @Test func twoProcessesSimulateIntoOneDatabase() async throws {
        let fixture = try ServiceFixture()
        let path = fixture.path
        await withTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [path = path as String] in
                        let store = try StudyStore(path: path, mode: .existing)
                        let count = try Simulation(
                            of: "sample",
                            in: store,
                            seed: 5,
                            observer: SimulatedObserver.init(randomFor:)
                        ).run(participants: 40)
                        guard count == 400 else { throw NoTrialIsOpen() }
                    }
                }
            }
        }
        let alone = try ServiceFixture()
        try alone.simulate(80, seed: 5)
        func bySeat(_ fixture: ServiceFixture) throws -> [[String]] {
            Dictionary(grouping: try fixture.responses(), by: \.trial.participant)
                .sorted { $0.key < $1.key }
                .map { $0.value.map { "\($0.trial.participant) \($0.response.id) \($0.response.answer.text)" } }
        }
        #expect(try fixture.sessions().map(\.seat).sorted() == Array(0..<80))
        #expect(try bySeat(fixture) == bySeat(alone), "who simulated a seat makes no difference")
    }
}

extension StudyConnection {
    /// What the open trial shows.
    func candidates() async throws -> [PictureReference] {
        try await screen().candidates
    }
}
