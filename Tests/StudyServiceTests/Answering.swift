import Foundation
import StudyModel
import StudyService
import StudyWire
import Testing

extension Response {
    /// A response to a screen under an id of its own.
    static func to(
        _ screen: TrialScreen,
        _ answer: Answer = .side(.left),
        id: String = UUID().uuidString.lowercased(),
        rt: Double? = 640.5
    ) -> Response {
        Response(
            id: ResponseID(id),
            trial: screen.trial,
            answer: answer,
            rt: rt,
            onset: .writeEnd,
            shownAt: 1_000_000,
            submittedAt: 1_640_500,
            display: .none,
            supersedes: screen.supersedes
        )
    }
}

extension StudyConnection {
    /// The open trial; fails at the end of the study.
    func screen() async throws -> TrialScreen {
        guard case .trial(let screen) = try await next() else { throw NoTrialIsOpen() }
        return screen
    }

    /// Answers up to a number of trials and says how many there were.
    @discardableResult
    func answer(atMost limit: Int = .max, _ answer: Answer = .side(.left)) async throws -> Int {
        for count in 0..<limit {
            guard case .trial(let screen) = try await next() else { return count }
            _ = try await respond(.to(screen, answer))
        }
        return limit
    }
}

struct NoTrialIsOpen: Error {}

/// The code of the service error that a call ends with; `nil` when it succeeds.
func serviceError(_ call: () async throws -> Void) async throws -> ServiceError.Code? {
    do {
        try await call()
        return nil
    } catch let error as ServiceError {
        #expect(!error.message.isEmpty)
        return error.code
    }
}
