import Foundation
import StudyModel
import StudyService
import StudyWire
import Synchronization

/// One participant who answers every trial at once.
final class SessionRun: Sendable {
    private let connection: any StudyConnection
    private let measured = Mutex<[Double]>([])

    /// How long each response took until it was durable, in s.
    var latencies: [Double] { measured.withLock { $0 } }

    init(joining study: StudyID, of service: StudyService) async throws {
        connection = service.connection(to: study)
        _ = try await connection.join(code: nil)
        try await connection.consent(true)
    }

    /// Answers what is open until nothing is.
    /// - Returns: How many responses were stored.
    func answerAll() async throws -> Int {
        var count = 0
        while case .trial(let screen) = try await connection.next() {
            let now = StudyService.now()
            let response = Response(
                id: ResponseID(UUID().uuidString.lowercased()),
                trial: screen.trial,
                answer: .side(count.isMultiple(of: 2) ? .left : .right),
                rt: 1000,
                onset: .none,
                shownAt: now,
                submittedAt: now,
                display: .none
            )
            let start = ContinuousClock.now
            _ = try await connection.respond(response)
            let taken = (ContinuousClock.now - start) / .seconds(1)
            measured.withLock { $0.append(taken) }
            count += 1
        }
        return count
    }
}
