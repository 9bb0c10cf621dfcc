package import StudyModel
package import StudyWire

/// Which key gives which answer to a trial.
package struct AnswerKeys: Sendable {
    /// What one key answers, for the legend.
    package struct Choice: Sendable, Equatable {
        /// The key as printed in the legend.
        package var key: String
        /// What it means.
        package var label: String
    }

    private let screen: TrialScreen

    package init(_ screen: TrialScreen) {
        self.screen = screen
    }

    /// The answer that a key gives; `nil` where it gives none.
    package func answer(_ key: Key) -> Answer? {
        let answer: Answer? =
            switch (screen.kind, key) {
            case (.forcedChoice, .left), (.forcedChoice, .character("1")): .side(.left)
            case (.forcedChoice, .right), (.forcedChoice, .character("2")): .side(.right)
            case (.forcedChoice, .character("=")): .side(.tie)
            case (.comparison, .character(let digit)):
                // One key a grade: 1…7 stand for −3…+3.
                digit.isASCII ? digit.wholeNumberValue.map { .grade($0 - 4) } : nil
            default: nil
            }
        return answer.flatMap { screen.accepts($0) ? $0 : nil }
    }

    /// The keys in the order in which the legend shows them.
    package var choices: [Choice] {
        switch screen.kind {
        case .forcedChoice:
            let sides = [Choice(key: "←", label: "left"), Choice(key: "→", label: "right")]
            return screen.allowsTie ? sides + [Choice(key: "=", label: "no difference")] : sides
        case .comparison:
            return zip(-3...3, Self.gradeLabels(screen)).map { grade, label in
                let sign = grade < 0 ? "\u{2212}" : grade > 0 ? "+" : ""
                return Choice(key: String(grade + 4), label: "\(sign)\(abs(grade)) \(label)")
            }
        }
    }

    /// What is above each candidate: the key that prefers it, where one key does.
    package var captions: [String] {
        switch screen.kind {
        case .forcedChoice: ["← left", "right →"]
        case .comparison: ["left", "right"]
        }
    }

    /// The words for −3…+3: the study's, else those of ITU-T P.800 annex E, turned to sides.
    package static func gradeLabels(_ screen: TrialScreen) -> [String] {
        guard screen.gradeLabels.count != 7 else { return screen.gradeLabels }
        return [
            "left much better", "left better", "left slightly better", "about the same", "right slightly better",
            "right better", "right much better",
        ]
    }
}
