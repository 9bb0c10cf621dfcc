import StudyModel
import StudyService
import StudyStore
import StudyWire
import Testing

@Suite struct RaceTests {
    @Test(arguments: [1, 5, 24])
    func twoStoresNeverGiveMorePlacesThanThereAre(quota: Int) async throws {
        let fixture = try ServiceFixture(
            ["participants": ["quota": quota]],
            block: ["trialsPerParticipant": 12, "repeats": 0]
        )
        let stores = [fixture.store, try StudyStore(path: fixture.path, mode: .existing)]
        defer { try? stores[1].close() }
        let codes = try await withThrowingTaskGroup(of: ParticipantCode?.self) { group in
            for number in 0..<(2 * quota + 6) {
                group.addTask {
                    let connection = fixture.connect(stores[number % 2])
                    do {
                        return try await connection.join(code: ParticipantCode("P\(number)")).code
                    } catch let error as ServiceError where error.code == .studyFull {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.compactMap(\.self).count == quota)
        let sessions = try fixture.sessions()
        #expect(sessions.map(\.seat).sorted() == Array(0..<quota))
    }

    @Test func twoStoresShareOneSessionWithoutLosingOrDoublingAnAnswer() async throws {
        let fixture = try ServiceFixture()
        let other = try StudyStore(path: fixture.path, mode: .existing)
        defer { try? other.close() }
        let one = try await fixture.participant("P1")
        let two = fixture.connect(other)
        _ = try await two.join(code: "P1")
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for connection in [one, two] {
                group.addTask {
                    var accepted = 0
                    while case .trial(let screen) = try await connection.next() {
                        do {
                            _ = try await connection.respond(.to(screen))
                            accepted += 1
                        } catch let error as ServiceError where error.code == .rejected {
                            // The other one was faster.
                        }
                    }
                    return accepted
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 10)
        #expect(try fixture.responses().count == 10)
        #expect(try fixture.session("P1")?.status == .completed)
    }
}
