import SeededRandom
internal import Statistics
internal import StudyModel

/// How each kind of trial is answered by a simulated observer.
extension TrialKind {
    /// An answer without looking, each possible one equally likely.
    func randomAnswer(in block: Block, using generator: inout SeededGenerator) -> Answer {
        switch self {
        case .forcedChoice:
            let sides: [Answer.Side] = block.allowsTie ? [.left, .right, .tie] : [.left, .right]
            return .side(sides[generator.below(sides.count)])
        case .comparison:
            return .grade(generator.below(7) - 3)
        }
    }

    /// The answer to a perceived difference, positive when the left map looks better.
    func answer(perceiving difference: Double, in block: Block, model: ObserverModel) -> Answer {
        switch self {
        case .forcedChoice:
            if block.allowsTie, abs(difference) < model.tieThreshold { return .side(.tie) }
            return .side(difference > 0 ? .left : .right)
        case .comparison:
            let size = model.gradeThresholds.count { abs(difference) >= $0 }
            return .grade(difference > 0 ? -size : size)
        }
    }

    /// The answer of somebody who is sure of one side.
    func answer(decidedlyFor side: Answer.Side) -> Answer {
        switch self {
        case .forcedChoice: .side(side)
        case .comparison: .grade(side == .left ? -3 : side == .right ? 3 : 0)
        }
    }
}
