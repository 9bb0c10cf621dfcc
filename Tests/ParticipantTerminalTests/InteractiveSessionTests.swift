import ParticipantTerminal
import StudyModel
import StudyWire
import Testing

struct InteractiveSessionTests {
    @Test func aWholeStudy() async throws {
        let trials: [TrialScreen] = [.make(1, of: 3), .make(2, of: 3), .make(3, of: 3, kind: .comparison)]
        let study = FakeStudy(trials: trials)
        let console = ScriptedConsole([
            .key(.character("y")), .key(.enter), .key(.character(" ")), .key(.left, after: 700),
            .key(.character("=")), .key(.character("7")), .key(.enter),
        ])
        #expect(try await play(study, console) == .finished(completionCode: "DONE-42"))
        #expect(study.answers == [.side(.left), .side(.tie), .grade(3)])
        #expect(study.consents == [true])
        #expect(console.output.contains("Your code: ABCD"))
        #expect(console.output.contains("Your completion code: DONE-42"))
        #expect(console.remaining == 0)
    }

    @Test func responseTimeRunsFromTheReply() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)], welcome: .resuming(trials: 1))
        let console = ScriptedConsole([.key(.enter), .key(.right, after: 512), .key(.enter)], replyDelay: 40)
        _ = try await play(study, console)
        let response = try #require(study.responses.first)
        #expect(response.onset == .cursorReply)
        #expect(response.rt == 512)
        #expect(response.submittedAt - response.shownAt == 512_000)
        #expect(
            response.display == Display(graphics: "none", columns: 100, rows: 30, pictureWidth: 0, pictureHeight: 0)
        )
    }

    @Test func aSilentTerminalIsAskedOnce() async throws {
        let study = FakeStudy(trials: [.make(1, of: 2), .make(2, of: 2)], welcome: .resuming(trials: 2))
        let script: [ScriptedConsole.Item] = [.key(.enter), .key(.left), .key(.left, after: 250), .key(.enter)]
        let console = ScriptedConsole(script, replyDelay: nil)
        _ = try await play(study, console)
        #expect(study.responses.map(\.onset) == [.writeEnd, .writeEnd])
        #expect(study.responses.map(\.rt) == [600, 250])
        #expect(console.output.ranges(of: "\u{1B}[6n").count == 1)
    }

    @Test func keysBeforeTheOnsetAreDiscarded() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)], welcome: .resuming(trials: 1))
        let console = ScriptedConsole([
            .key(.enter), .early(.left), .early(.backspace), .key(.right, after: 300), .key(.enter),
        ])
        _ = try await play(study, console)
        #expect(study.answers == [.side(.right)])
        #expect(study.responses.first?.rt == 300)
    }

    @Test func tieIsNoAnswerWhereItIsNotAllowed() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1, allowsTie: false)], welcome: .resuming(trials: 1))
        let console = ScriptedConsole([.key(.enter), .key(.character("=")), .key(.character("1")), .key(.enter)])
        _ = try await play(study, console)
        #expect(study.answers == [.side(.left)])
        #expect(!console.output.contains("no difference"))
        #expect(console.output.contains("That key is no answer here. Keys: ← →"))
    }

    @Test(arguments: zip(1...7, -3...3))
    func digitsAreGrades(digit: Int, grade: Int) {
        let keys = AnswerKeys(.make(1, of: 1, kind: .comparison))
        #expect(keys.answer(.character(Character(String(digit)))) == .grade(grade))
        #expect(keys.answer(.left) == nil && keys.answer(.character("8")) == nil && keys.answer(.character("0")) == nil)
    }

    @Test func backspaceReopensOnceAndKeepsTheOnset() async throws {
        let study = FakeStudy(trials: (1...2).map { .make($0, of: 2) }, welcome: .resuming(trials: 2))
        let console = ScriptedConsole([
            .key(.enter), .key(.backspace), .key(.left), .key(.backspace), .key(.right), .key(.backspace),
            .key(.left, after: 200), .key(.enter),
        ])
        #expect(try await play(study, console) == .finished(completionCode: "DONE-42"))
        #expect(study.answers == [.side(.left), .side(.right), .side(.left)])
        #expect(study.responses[1].supersedes == study.responses[0].id)
        // The refused Backspace draws nothing anew, so the time runs on from the first drawing.
        #expect(study.responses.map(\.rt) == [200, 100, 300])
        #expect(console.output.contains("cannot be reopened"))
    }

    @Test func qAsksOnce() async throws {
        let study = FakeStudy(trials: [.make(1, of: 2), .make(2, of: 2)], welcome: .resuming(trials: 2))
        let console = ScriptedConsole([
            .key(.enter), .key(.character("q")), .key(.character("n")), .key(.left), .key(.character("q")),
            .key(.character("y")),
        ])
        #expect(try await play(study, console) == .left)
        #expect(study.answers == [.side(.left)])
        #expect(study.leaves == 1)
    }

    @Test(arguments: [ConsoleEvent.Kind.interrupted, .closed])
    func endsAtOnce(kind: ConsoleEvent.Kind) async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)])
        for keys in [[], [Key.character("y")], [.character("y"), .enter, .enter]] {
            let console = ScriptedConsole(keys.map { .key($0) } + [.event(kind), .key(.left)])
            #expect(try await play(study, console) == .left)
            #expect(console.remaining == 1)
        }
        #expect(study.answers.isEmpty)
        #expect(study.leaves == 3)
    }

    @Test func aBrokenTerminalLeaves() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)])
        #expect(try await play(study, ScriptedConsole([], isBroken: true)) == .left)
        #expect(study.leaves == 1)
    }

    @Test func refusalDeclines() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)])
        #expect(try await play(study, ScriptedConsole([.key(.character("n"))])) == .declined)
        #expect(study.consents == [false])
    }

    @Test func consentNeedsTheWholeText() async throws {
        var welcome = Welcome.fresh(trials: 0)
        welcome.consent = Array(repeating: "A line.", count: 60).joined(separator: "\n")
        welcome.instructions = []
        let study = FakeStudy(trials: [], welcome: welcome)
        let console = ScriptedConsole([
            .key(.character("y")), .key(.character(" ")), .key(.character("y")), .key(.character(" ")),
            .key(.character("y")), .key(.enter),
        ])
        #expect(try await play(study, console) == .finished(completionCode: "DONE-42"))
        #expect(console.output.contains("page 3 of 3"))
        #expect(console.remaining == 0)
    }

    @Test func practiceTellsAndBreaksPause() async throws {
        let trials: [TrialScreen] = [.make(1, of: 2, isPractice: true), .make(2, of: 2, isAfterBreak: true)]
        let study = FakeStudy(trials: trials, welcome: .resuming(trials: 2)) { state in
            state.feedback[TrialID(101)] = Receipt.Feedback(isCorrect: true, text: "Well seen.")
        }
        let console = ScriptedConsole([
            .key(.enter), .key(.left), .key(.left), .key(.enter), .key(.enter), .key(.right), .key(.enter),
        ])
        #expect(try await play(study, console) == .finished(completionCode: "DONE-42"))
        #expect(study.answers == [.side(.left), .side(.right)])
        #expect(console.output.contains("Well seen."))
        #expect(console.output.contains("Time for a short break"))
    }

    @Test func aTrialWaitsForALargeEnoughWindow() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)], welcome: .resuming(trials: 1))
        let console = ScriptedConsole([
            .key(.enter), .resize(WindowSize(columns: 20, rows: 8)), .key(.left),
            .resize(WindowSize(columns: 80, rows: 24)), .resize(WindowSize(columns: 90, rows: 24)), .key(.right),
            .key(.enter),
        ])
        _ = try await play(study, console)
        #expect(study.answers == [.side(.right)])
        #expect(study.responses.first?.display.columns == 90)
        #expect(console.output.contains("The window is too"))
    }

    @Test func failuresAreRetriedWithTheSameID() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)], welcome: .resuming(trials: 1)) { $0.failures = 2 }
        let console = ScriptedConsole([.key(.enter), .key(.left)])
        #expect(try await play(study, console) == .finished(completionCode: "DONE-42"))
        let attempts = study.attempts
        #expect(attempts.count == 3 && Set(attempts).count == 1)
        #expect(console.output.contains("did not answer (out of order)"))
    }

    @Test func lastingFailureSaysHowToResume() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)], welcome: .resuming(trials: 1)) { $0.failures = 9 }
        let console = ScriptedConsole([.key(.enter), .key(.left)])
        let error = await #expect(throws: ParticipantTerminalError.self) { try await play(study, console) }
        #expect(error?.code == .studyUnreachable)
        #expect(error?.message.contains("resume ABCD") == true)
    }
}
