extension TrialKind {
    /// Whether an answer is one that a trial of this kind can have.
    /// - Parameter allowsTie: Whether "no difference" may be answered, in a forced choice.
    public func accepts(_ answer: Answer, allowsTie: Bool) -> Bool {
        switch (self, answer) {
        case (.forcedChoice, .side(.tie)): allowsTie
        case (.forcedChoice, .side): true
        case (.comparison, .grade(let grade)): (-3...3).contains(grade)
        case (.forcedChoice, .grade), (.comparison, .side): false
        }
    }
}
