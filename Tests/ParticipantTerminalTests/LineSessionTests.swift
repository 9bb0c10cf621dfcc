import ParticipantTerminal
import StudyModel
import StudyWire
import Testing

struct LineSessionTests {
    @Test func aWholeStudy() async throws {
        let study = FakeStudy(trials: [.make(1, of: 3), .make(2, of: 3), .make(3, of: 3, kind: .comparison)])
        let port = ScriptedPort(["yes", "", "", "left", "TIE ", "-3"])
        #expect(try await play(study, port) == .finished(completionCode: "DONE-42"))
        #expect(study.answers == [.side(.left), .side(.tie), .grade(-3)])
        #expect(study.consents == [true])
        #expect(port.complaints.isEmpty)
        #expect(port.shown.contains("You may stop at any time."))
        #expect(port.shown.contains("Which map explains the image better?"))
        #expect(port.shown.contains("It was about maps."))
    }

    @Test func nothingIsDrawnOrTimed() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)], welcome: .resuming(trials: 1))
        _ = try await play(study, ScriptedPort(["2"]))
        let response = try #require(study.responses.first)
        #expect(response.answer == .side(.right))
        #expect(response.rt == nil && response.onset == .none && response.display == .none)
        #expect(response.shownAt == 1_700_000_000_000_000 && response.submittedAt == response.shownAt)
        #expect(study.picturesFetched == 0)
        #expect(response.id.rawValue == response.id.rawValue.lowercased() && response.id.rawValue.count == 36)
    }

    @Test(arguments: [("-3", -3), ("3", 3), ("+2", 2), ("0", 0), ("\u{2212}1", -1)])
    func grades(line: String, grade: Int) {
        #expect(LineView.answer(line, to: .make(1, of: 1, kind: .comparison)) == .grade(grade))
    }

    @Test(arguments: ["4", "-4", "left", "tie", "", "1.5"])
    func noGrades(line: String) {
        #expect(LineView.answer(line, to: .make(1, of: 1, kind: .comparison)) == nil)
    }

    @Test func unknownLinesAreAskedAgain() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1, allowsTie: false)], welcome: .resuming(trials: 1))
        let port = ScriptedPort(["", "middle", "tie", "3", "right"])
        #expect(try await play(study, port) == .finished(completionCode: "DONE-42"))
        #expect(study.answers == [.side(.right)])
        #expect(port.complaints.count == 4)
        #expect(port.complaints[1].contains("\"middle\"") && port.complaints[1].contains("left, right, back or quit"))
    }

    @Test func endOfInputLeavesTheTrialOpen() async throws {
        let study = FakeStudy(trials: [.make(1, of: 2), .make(2, of: 2)], welcome: .resuming(trials: 2))
        #expect(try await play(study, ScriptedPort(["left"])) == .left)
        #expect(study.answers.count == 1)
        #expect(study.leaves == 1)
    }

    @Test func quitLeavesFromEveryScreen() async throws {
        let scripts = [["quit"], ["yes", "quit"], ["yes", "", "", "quit"], ["yes", "", "", "left", "quit"]]
        for (answered, script) in zip([0, 0, 0, 1], scripts) {
            let study = FakeStudy(trials: [.make(1, of: 3), .make(2, of: 3), .make(3, of: 3)])
            let port = ScriptedPort(script + ["right", "right"])
            #expect(try await play(study, port) == .left)
            #expect(study.answers.count == answered)
            #expect(port.remaining == 2)
        }
    }

    @Test func refusalDeclines() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)])
        #expect(try await play(study, ScriptedPort(["maybe", "no"])) == .declined)
        #expect(study.consents == [false])
        #expect(study.leaves == 0)
    }

    @Test func backReopensOnce() async throws {
        let study = FakeStudy(trials: (1...3).map { .make($0, of: 3) }, welcome: .resuming(trials: 3))
        let port = ScriptedPort(["back", "left", "back", "right", "back", "tie", "left"])
        #expect(try await play(study, port) == .finished(completionCode: "DONE-42"))
        #expect(study.answers == [.side(.left), .side(.right), .side(.tie), .side(.left)])
        let responses = study.responses
        #expect(responses.map(\.trial.rawValue) == [101, 101, 102, 103])
        #expect(responses[1].supersedes == responses[0].id)
        #expect(responses[2].supersedes == nil)
        #expect(port.complaints.filter { $0.contains("cannot be reopened") }.count == 2)
    }

    @Test func backFromACorrectionKeepsTheAnswer() async throws {
        let study = FakeStudy(trials: [.make(1, of: 2), .make(2, of: 2)], welcome: .resuming(trials: 2))
        let port = ScriptedPort(["left", "back", "back", "right"])
        #expect(try await play(study, port) == .finished(completionCode: "DONE-42"))
        #expect(study.answers == [.side(.left), .side(.right)])
    }

    @Test func instructionsGoBack() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1)])
        let port = ScriptedPort(["yes", "back", "", "back", "", "", "left"])
        #expect(try await play(study, port) == .finished(completionCode: "DONE-42"))
        #expect(port.complaints.count == 1)
    }

    @Test func feedbackAndBreakWait() async throws {
        let trials: [TrialScreen] = [.make(1, of: 2, isPractice: true), .make(2, of: 2, isAfterBreak: true)]
        let study = FakeStudy(trials: trials, welcome: .resuming(trials: 2)) { state in
            state.feedback[TrialID(101)] = Receipt.Feedback(isCorrect: false, text: "Look at the dog.")
        }
        let port = ScriptedPort(["left", "", "", "right"])
        #expect(try await play(study, port) == .finished(completionCode: "DONE-42"))
        #expect(port.shown.contains("Not the expected answer.\nLook at the dog."))
        #expect(port.shown.contains("short break: 1 of 2"))
        #expect(port.complaints.isEmpty)
    }

    @Test func resumingNeedsNoBreak() async throws {
        let trials: [TrialScreen] = [.make(1, of: 2), .make(2, of: 2, isAfterBreak: true)]
        let study = FakeStudy(trials: trials, welcome: .resuming(trials: 2, answered: 1))
        let port = ScriptedPort(["right"])
        #expect(try await play(study, port) == .finished(completionCode: "DONE-42"))
        #expect(port.shown.contains("Welcome back: 1 of 2"))
    }

    @Test func textsCannotSteerTheTerminal() async throws {
        let study = FakeStudy(trials: [.make(1, of: 1, question: "\u{1B}[2Jwhich?")], welcome: .resuming(trials: 1))
        let port = ScriptedPort(["left"])
        _ = try await play(study, port)
        #expect(!port.shown.contains("\u{1B}"))
    }
}
