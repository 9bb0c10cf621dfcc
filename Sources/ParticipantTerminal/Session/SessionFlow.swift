import Foundation
import StudyModel
package import StudyWire

/// A participant's way through a study: consent, instructions, trials with corrections and pauses, debrief.
package struct SessionFlow<View: SessionView> {
    private let connection: any StudyConnection
    private let welcome: Welcome
    private let resumeCommand: String
    package private(set) var view: View

    /// How long to wait before a call is repeated, in ms.
    package static var retryDelays: [Int] { [500, 1000, 2000] }

    package init(connection: any StudyConnection, welcome: Welcome, resumeCommand: String, view: View) {
        self.connection = connection
        self.welcome = welcome
        self.resumeCommand = resumeCommand
        self.view = view
    }

    /// Runs until the study ends or the participant leaves.
    /// - Throws: ``ParticipantTerminalError`` when the study cannot be reached any more; every answer that was
    ///   acknowledged is stored.
    package mutating func run() async throws -> SessionEnding {
        do {
            if let text = welcome.consent {
                let isGiven = try await view.consent(to: text, welcome)
                try await persistently { try await $0.consent(isGiven) }
                guard isGiven else { return .declined }
            } else {
                try await view.welcomeBack(welcome)
            }
            if !welcome.instructions.isEmpty {
                try await view.instructions(welcome.instructions)
            }
            return try await trials()
        } catch is Departure {
            // Leaving is recorded where that is possible; the session can be resumed either way.
            try? await connection.leave()
            return .left
        }
    }

    private mutating func trials() async throws -> SessionEnding {
        var opened: TrialID?
        while true {
            switch try await persistently({ try await $0.next() }) {
            case .finished(let debrief, let completionCode):
                // Everything is stored, so leaving this screen leaves nothing open.
                do { try await view.debrief(debrief, completionCode: completionCode) } catch is Departure {}
                return .finished(completionCode: completionCode)
            case .trial(let screen):
                // Somebody who has just sat down, or comes back from a correction, needs no pause.
                if screen.isAfterBreak, let opened, opened != screen.trial {
                    try await view.pause(before: screen)
                }
                opened = screen.trial
                try await answer(screen)
            }
        }
    }

    /// Has the open trial, or before it the previous one, answered once.
    private mutating func answer(_ open: TrialScreen) async throws {
        var screen = open
        var reply = try await show(open)
        while true {
            switch reply {
            case .answer(let answer, let timing, let display):
                try await send(answer, to: screen, timing, display)
                return
            case .back where screen.trial != open.trial:
                screen = open
                reply = try await show(open)
            case .back:
                if let previous = try await persistently({ try await $0.previous() }) {
                    screen = previous
                    reply = try await show(previous)
                } else {
                    reply = try await view.continueTrial(open, message: "The previous trial cannot be reopened.")
                }
            }
        }
    }

    private mutating func show(_ screen: TrialScreen) async throws -> TrialReply {
        var pictures: [[UInt8]] = []
        if view.drawsPictures {
            for reference in [screen.original] + screen.candidates {
                pictures.append(try await persistently { try await $0.picture(reference) })
            }
        }
        return try await view.answer(screen, pictures: pictures)
    }

    private mutating func send(
        _ answer: Answer,
        to screen: TrialScreen,
        _ timing: AnswerTiming,
        _ display: Display
    ) async throws {
        // The id is made before the first attempt, so that a repeated one is not counted twice.
        let response = Response(
            id: ResponseID(UUID().uuidString.lowercased()),
            trial: screen.trial,
            answer: answer,
            rt: timing.rt,
            onset: timing.onset,
            shownAt: timing.shownAt,
            submittedAt: timing.submittedAt,
            display: display,
            supersedes: screen.supersedes
        )
        let receipt = try await persistently { try await $0.respond(response) }
        if let feedback = receipt.feedback {
            try await view.feedback(feedback)
        }
    }

    private func refusal(_ error: any FinalStudyError) -> ParticipantTerminalError {
        ParticipantTerminalError(
            .refused,
            "The study refused: \(error) Every answer before this is stored. Resume with: \(resumeCommand)",
            participant: welcome.code,
            cause: error
        )
    }

    /// Calls the study, and again a few times when it fails.
    private mutating func persistently<Value: Sendable>(
        _ call: (any StudyConnection) async throws -> Value
    ) async throws -> Value {
        for delay in Self.retryDelays {
            do {
                return try await call(connection)
            } catch let error as any FinalStudyError {
                throw refusal(error)
            } catch {
                try await view.waitToRetry(after: error, milliseconds: delay)
            }
        }
        do {
            return try await call(connection)
        } catch let error as any FinalStudyError {
            throw refusal(error)
        } catch {
            throw ParticipantTerminalError(
                .studyUnreachable,
                "The study did not answer: \(error). Every answer before this is stored. "
                    + "Resume with: \(resumeCommand)",
                participant: welcome.code,
                cause: error
            )
        }
    }
}
