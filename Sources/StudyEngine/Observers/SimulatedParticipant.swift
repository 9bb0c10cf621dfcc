internal import RealModule
import SeededRandom
internal import Statistics
public import StudyModel

/// One simulated participant.
public struct SimulatedParticipant: Sendable {
    private let observer: SimulatedObserver
    private let answers: RandomStream
    /// What the participant adds to each explainer's quality.
    private let effects: [ExplainerID: Double]

    /// What a simulated participant answers, and when.
    public struct Reply: Sendable, Equatable {
        /// The answer.
        public var answer: Answer
        /// The response time, in ms.
        public var rt: Double
    }

    init(observer: SimulatedObserver, seat: Int, seed: UInt64) {
        self.observer = observer
        answers = RandomStream(seed: seed, purpose: .answer).numbered(seat)
        var effects: [ExplainerID: Double] = [:]
        if case .model(let model) = observer.behavior, model.participantSpread > 0 {
            let stream = RandomStream(seed: seed, purpose: .participantEffect).numbered(seat)
            for explainer in observer.study.explainers {
                var generator = stream.named(explainer.id.rawValue).generator()
                effects[explainer.id] = model.participantSpread * generator.normal()
            }
        }
        self.effects = effects
    }

    /// The answer to a trial.
    /// - Parameters:
    ///   - plan: What is shown.
    ///   - position: The trial's position in the session, from 0; it selects the random numbers.
    ///   - block: The trial's block.
    public func reply(to plan: TrialPlan, at position: Int, in block: Block) -> Reply {
        var generator = answers.numbered(position).generator()
        switch observer.behavior {
        case .random:
            let answer = block.kind.randomAnswer(in: block, using: &generator)
            let rt = ObserverModel.ResponseTime.standard.draw(difference: .infinity, using: &generator)
            return Reply(answer: answer, rt: rt)
        case .model(let model):
            let difference = utility(plan.left, plan, model) - utility(plan.right, plan, model)
            let answer = answer(to: plan, difference: difference, block: block, model: model, using: &generator)
            return Reply(answer: answer, rt: model.rt.draw(difference: difference, using: &generator))
        }
    }

    private func utility(_ explainer: ExplainerID, _ plan: TrialPlan, _ model: ObserverModel) -> Double {
        model.quality[explainer, default: 0] + effects[explainer, default: 0]
            + (observer.imageEffects[plan.image]?[explainer] ?? 0)
    }

    private func answer(
        to plan: TrialPlan,
        difference: Double,
        block: Block,
        model: ObserverModel,
        using generator: inout SeededGenerator
    ) -> Answer {
        if generator.uniform() < model.lapseRate { return block.kind.randomAnswer(in: block, using: &generator) }
        if plan.role == .attentionCheck, let correct = plan.correct {
            let isRight = generator.uniform() < model.attention
            return block.kind.answer(decidedlyFor: (plan.left == correct) == isRight ? .left : .right)
        }
        let perceived = difference + model.sideBias + generator.normal()
        return block.kind.answer(perceiving: perceived, in: block, model: model)
    }
}

extension ObserverModel.ResponseTime {
    /// A response time in ms.
    /// - Parameter difference: How much better one map is than the other.
    func draw(difference: Double, using generator: inout SeededGenerator) -> Double {
        let center = median + perDifficulty * Double.exp(-abs(difference))
        return center * Double.exp(sigma * generator.normal())
    }
}
