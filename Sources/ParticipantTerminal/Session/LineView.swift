package import StudyModel
package import StudyWire

/// Lines in and out, without a terminal.
package protocol LinePort: Sendable {
    /// The next line of input without its end; `nil` at the end of input.
    func readLine() async -> String?
    /// Writes a text and a line feed to the standard output.
    func show(_ text: String)
    /// Writes a text and a line feed to the standard error.
    func complain(_ text: String)
    /// The wall clock, in µs since 1970.
    func wallClock() -> Int64
}

/// A session by lines: each screen that asks prints what it asks and reads one line.
package struct LineView: SessionView {
    private let port: any LinePort
    private var shownAt: Int64 = 0

    /// Pictures are not drawn, so none is fetched.
    package var drawsPictures: Bool { false }

    package init(port: any LinePort) {
        self.port = port
    }

    package mutating func welcomeBack(_ welcome: Welcome) async throws {
        show("\(welcome.title)\nWelcome back: \(welcome.answered) of \(welcome.trialCount) trials are answered.")
    }

    package mutating func consent(to text: String, _ welcome: Welcome) async throws -> Bool {
        show("\(welcome.title)\nYour code: \(welcome.code)\n\n\(text)\n\nDo you agree to take part? (yes/no)")
        return try await ask(expecting: "yes, no or quit") { line in
            switch line {
            case "yes", "y": true
            case "no", "n": false
            default: nil
            }
        }
    }

    package mutating func instructions(_ pages: [String]) async throws {
        var page = 0
        while page < pages.count {
            show("Instructions, page \(page + 1) of \(pages.count)\n\n\(pages[page])\n\n(empty line to continue)")
            page += try await ask(expecting: "an empty line to continue, back or quit") { line in
                switch line {
                case "": 1
                case "back" where page > 0: -1
                default: nil
                }
            }
        }
    }

    package mutating func pause(before screen: TrialScreen) async throws {
        show("Time for a short break: \(screen.number - 1) of \(screen.count) trials are answered.")
        try await proceed()
    }

    package mutating func answer(_ screen: TrialScreen, pictures: [[UInt8]]) async throws -> TrialReply {
        show(Self.text(of: screen) + "\n(\(Self.expected(screen)))")
        shownAt = port.wallClock()
        return try await reply(to: screen)
    }

    package mutating func continueTrial(_ screen: TrialScreen, message: String) async throws -> TrialReply {
        port.complain(message)
        return try await reply(to: screen)
    }

    private func reply(to screen: TrialScreen) async throws -> TrialReply {
        try await ask(expecting: Self.expected(screen)) { line in
            if line == "back" { return .back }
            guard let answer = Self.answer(line, to: screen) else { return nil }
            let timing = AnswerTiming(rt: nil, onset: .none, shownAt: shownAt, submittedAt: port.wallClock())
            return .answer(answer, timing, .none)
        }
    }

    package mutating func feedback(_ feedback: Receipt.Feedback) async throws {
        show(feedback.title + (feedback.text.map { "\n" + $0 } ?? ""))
        try await proceed()
    }

    package mutating func debrief(_ text: String, completionCode: String) async throws {
        show(text)
    }

    package mutating func waitToRetry(after error: any Error, milliseconds: Int) async throws {
        port.complain("The study did not answer (\(error)); trying again.")
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// What a line answers to a trial; `nil` where it is no answer.
    package static func answer(_ line: String, to screen: TrialScreen) -> Answer? {
        let line = line.replacing("\u{2212}", with: "-")
        let answer: Answer? =
            switch screen.kind {
            case .forcedChoice:
                switch line {
                case "left", "1": .side(.left)
                case "right", "2": .side(.right)
                case "tie": .side(.tie)
                default: nil
                }
            case .comparison: Int(line).map(Answer.grade)
            }
        return answer.flatMap { screen.accepts($0) ? $0 : nil }
    }

    private static func expected(_ screen: TrialScreen) -> String {
        switch screen.kind {
        case .forcedChoice: "left, right\(screen.allowsTie ? ", tie" : ""), back or quit"
        case .comparison: "-3, -2, -1, 0, 1, 2, 3, back or quit"
        }
    }

    private static func text(of screen: TrialScreen) -> String {
        var text = "Trial \(screen.number) of \(screen.count)"
        if screen.isPractice { text += " (practice)" }
        if screen.supersedes != nil { text += " (correction; back keeps the earlier answer)" }
        text += "\n\(screen.question)"
        if screen.kind == .comparison {
            for (grade, label) in zip(-3...3, AnswerKeys.gradeLabels(screen)) {
                text += "\n\(grade)  \(label)"
            }
        }
        return text
    }

    private func show(_ text: String) {
        port.show(TextWrap.printable(text) + "\n")
    }

    private func proceed() async throws {
        try await ask(expecting: "an empty line to continue, or quit") { $0.isEmpty ? () : nil }
    }

    /// Reads lines until one is understood.
    private func ask<Reply>(expecting expected: String, _ read: (String) -> Reply?) async throws -> Reply {
        while let raw = await port.readLine() {
            let line = raw.trimmingWhitespace().lowercased()
            if line == "quit" { throw Departure.asked }
            if let reply = read(line) { return reply }
            port.complain("\"\(TextWrap.line(line, width: 60))\" is not understood; expected \(expected).")
        }
        throw Departure.inputEnded
    }
}

extension Receipt.Feedback {
    /// What feedback says first.
    var title: String {
        switch isCorrect {
        case true?: "Right."
        case false?: "Not the expected answer."
        case nil: "Practice"
        }
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
