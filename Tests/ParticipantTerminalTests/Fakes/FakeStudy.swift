import StudyModel
import StudyWire
import Synchronization

/// A study in memory, with the rules of the real one that the client can meet.
final class FakeStudy: StudyConnection {
    struct Failure: Error, CustomStringConvertible {
        var description: String { "out of order" }
    }

    struct State {
        var trials: [TrialScreen]
        var welcome: Welcome
        var feedback: [TrialID: Receipt.Feedback] = [:]
        var png: [UInt8] = []
        var open = 0
        var hasCorrected = false
        var consents: [Bool] = []
        var responses: [Response] = []
        /// The ids of all attempts to respond, failed ones too.
        var attempts: [ResponseID] = []
        var picturesFetched = 0
        var leaves = 0
        /// How many calls of `respond` fail before one succeeds.
        var failures = 0
    }

    let state: Mutex<State>

    init(trials: [TrialScreen], welcome: Welcome? = nil, configure: (inout State) -> Void = { _ in }) {
        var state = State(trials: trials, welcome: welcome ?? .fresh(trials: trials.count))
        state.open = state.welcome.answered
        configure(&state)
        self.state = Mutex(state)
    }

    func join(code: ParticipantCode?) async throws -> Welcome {
        state.withLock { $0.welcome }
    }

    func consent(_ isGiven: Bool) async throws {
        state.withLock { $0.consents.append(isGiven) }
    }

    func next() async throws -> Step {
        state.withLock { state in
            state.open < state.trials.count
                ? .trial(state.trials[state.open])
                : .finished(debrief: "It was about maps.", completionCode: "DONE-42")
        }
    }

    func previous() async throws -> TrialScreen? {
        state.withLock { state in
            guard state.welcome.allowsCorrections, !state.hasCorrected, state.open > 0 else { return nil }
            var screen = state.trials[state.open - 1]
            screen.supersedes = state.responses.last { $0.trial == screen.trial }?.id
            return screen
        }
    }

    func picture(_ reference: PictureReference) async throws -> [UInt8] {
        state.withLock { state in
            state.picturesFetched += 1
            return state.png
        }
    }

    func respond(_ response: Response) async throws -> Receipt {
        try state.withLock { state in
            state.attempts.append(response.id)
            guard state.failures == 0 else {
                state.failures -= 1
                throw Failure()
            }
            state.responses.append(response)
            if response.supersedes != nil {
                state.hasCorrected = true
            } else {
                state.open += 1
            }
            return Receipt(response: response.id, isDuplicate: false, feedback: state.feedback[response.trial])
        }
    }

    func leave() async throws {
        state.withLock { $0.leaves += 1 }
    }

    var responses: [Response] { state.withLock { $0.responses } }
    var answers: [Answer] { responses.map(\.answer) }
    var attempts: [ResponseID] { state.withLock { $0.attempts } }
    var consents: [Bool] { state.withLock { $0.consents } }
    var picturesFetched: Int { state.withLock { $0.picturesFetched } }
    var leaves: Int { state.withLock { $0.leaves } }
}

extension Welcome {
    /// A newcomer's welcome, with consent and two pages of instructions.
    static func fresh(trials: Int) -> Welcome {
        Welcome(
            code: "ABCD",
            title: "Scenes",
            language: "en",
            consent: "You may stop at any time.",
            instructions: ["Look at the pictures.", "Press a key."],
            trialCount: trials,
            answered: 0,
            allowsCorrections: true
        )
    }

    /// The welcome of somebody who resumes.
    static func resuming(trials: Int, answered: Int = 0, allowsCorrections: Bool = true) -> Welcome {
        var welcome = fresh(trials: trials)
        welcome.consent = nil
        welcome.instructions = []
        welcome.answered = answered
        welcome.allowsCorrections = allowsCorrections
        return welcome
    }
}

extension TrialScreen {
    /// A trial of two candidates.
    static func make(
        _ number: Int,
        of count: Int,
        kind: TrialKind = .forcedChoice,
        question: String = "Which map explains the image better?",
        allowsTie: Bool = true,
        isPractice: Bool = false,
        isAfterBreak: Bool = false,
        size: (width: Int, height: Int) = (64, 48)
    ) -> TrialScreen {
        let picture = PictureReference(sha256: "00", width: size.width, height: size.height)
        return TrialScreen(
            trial: TrialID(Int64(100 + number)),
            kind: kind,
            question: question,
            original: picture,
            candidates: [picture, picture],
            allowsTie: allowsTie,
            gradeLabels: [],
            isPractice: isPractice,
            number: number,
            count: count,
            isAfterBreak: isAfterBreak
        )
    }
}
