import Statistics
import StudyEngine
import StudyModel
import Testing

@Suite("Simulated observers")
struct SimulatedObserverTests {
    private static let plan = TrialPlan(
        block: "main",
        role: .main,
        image: "image0",
        left: "explainer0",
        right: "explainer1"
    )

    private static let draws = 40_000

    /// A model without spread, lapses or bias: explainer0 is better by `difference`.
    private func model(_ difference: Double) -> ObserverModel {
        var model = ObserverModel(quality: ["explainer0": difference, "explainer1": 0])
        model.participantSpread = 0
        model.lapseRate = 0
        return model
    }

    /// The share of each answer among many draws.
    private func shares(
        _ model: ObserverModel?,
        kind: TrialKind = .forcedChoice,
        allowsTie: Bool = false,
        plan: TrialPlan = Self.plan
    ) throws -> [Answer: Double] {
        let study = Study.sample(images: 1, explainers: 2, trials: 1, seed: 1, kind: kind, allowsTie: allowsTie)
        let observer =
            if let model { try SimulatedObserver(model: model, study: study) } else {
                SimulatedObserver(randomFor: study)
            }
        let participant = observer.participant(seat: 0, seed: 5)
        var counts: [Answer: Double] = [:]
        for position in 0..<Self.draws {
            let reply = participant.reply(to: plan, at: position, in: study.blocks[0])
            #expect(kind.accepts(reply.answer, allowsTie: allowsTie) && reply.rt.isFinite && reply.rt > 0)
            counts[reply.answer, default: 0] += 1 / Double(Self.draws)
        }
        return counts
    }

    /// Whether a share is within four standard errors of a probability.
    private func agrees(_ share: Double?, _ probability: Double) -> Bool {
        let error = (probability * (1 - probability) / Double(Self.draws)).squareRoot()
        return abs((share ?? 0) - probability) <= 4 * error
    }

    private func normal(_ x: Double) -> Double {
        Normal.cdf(x)
    }

    @Test("Choices follow Thurstone's Case V", arguments: [-1.5, 0, 0.4, 1, 2])
    func thurstone(_ difference: Double) throws {
        let left = try shares(model(difference))[.side(.left)]
        #expect(agrees(left, normal(difference)))
    }

    @Test("A side bias shifts the difference, a lapse answers either side")
    func biasAndLapses() throws {
        var biased = model(0.5)
        biased.sideBias = 0.7
        #expect(agrees(try shares(biased)[.side(.left)], normal(1.2)))
        var lapsing = model(1)
        lapsing.lapseRate = 0.3
        #expect(agrees(try shares(lapsing)[.side(.left)], 0.7 * normal(1) + 0.15))
    }

    @Test("Ties and grades follow the thresholds")
    func thresholds() throws {
        let tied = try shares(model(0.5), allowsTie: true)
        #expect(agrees(tied[.side(.tie)], normal(0.3 - 0.5) - normal(-0.3 - 0.5)))
        let graded = try shares(model(0.5), kind: .comparison)
        #expect(agrees(graded[.grade(-3)], 1 - normal(1.5 - 0.5)))
        #expect(agrees(graded[.grade(-2)], normal(1.5 - 0.5) - normal(0.75 - 0.5)))
        #expect(agrees(graded[.grade(0)], normal(0.25 - 0.5) - normal(-0.25 - 0.5)))
        #expect(agrees(graded[.grade(3)], normal(-1.5 - 0.5)))
    }

    @Test("The random observer gives each answer equally often", arguments: TrialKind.allCases, [false, true])
    func random(_ kind: TrialKind, _ allowsTie: Bool) throws {
        let shares = try shares(nil, kind: kind, allowsTie: allowsTie)
        #expect(shares.count == (kind == .comparison ? 7 : allowsTie ? 3 : 2))
        #expect(shares.values.allSatisfy { agrees($0, 1 / Double(shares.count)) })
    }

    @Test("Attention checks are answered right as often as the model says")
    func attention() throws {
        var check = Self.plan
        check.role = .attentionCheck
        check.correct = check.right
        var attentive = model(3)
        attentive.attention = 0.9
        #expect(agrees(try shares(attentive, plan: check)[.side(.right)], 0.9))
        #expect(agrees(try shares(attentive, kind: .comparison, plan: check)[.grade(3)], 0.9))
    }

    @Test("Participants and images differ by their spreads; response times have the median asked for")
    func spreads() throws {
        let study = Study.sample(images: 2000, explainers: 2, trials: 1, seed: 2)
        var spread = model(0.5)
        spread.participantSpread = 1
        spread.imageSpread = 1
        let observer = try SimulatedObserver(model: spread, study: study)
        var left = 0.0
        var times: [Double] = []
        for seat in 0..<2000 {
            var plan = Self.plan
            plan.image = study.images[seat].id
            let reply = observer.participant(seat: seat, seed: 3).reply(to: plan, at: 0, in: study.blocks[0])
            if reply.answer == .side(.left) { left += 1 / 2000 }
            times.append(reply.rt)
        }
        // Noise 1, and for both explainers participant and image effects of variance 1: in all variance 5.
        let expected = normal(0.5 / 5.squareRoot())
        #expect(abs(left - expected) < 4 * (expected * (1 - expected) / 2000).squareRoot())
        let median = times.sorted()[1000]
        #expect((1800...2400).contains(median))
    }

    @Test("The same seat and seed answer alike, other seats and seeds do not")
    func determinism() throws {
        let study = Study.sample(images: 1, explainers: 2, trials: 1, seed: 1)
        let observer = try SimulatedObserver(model: model(0), study: study)
        func replies(_ seat: Int, _ seed: UInt64) -> [SimulatedParticipant.Reply] {
            let participant = observer.participant(seat: seat, seed: seed)
            return (0..<20).map { participant.reply(to: Self.plan, at: $0, in: study.blocks[0]) }
        }
        #expect(replies(3, 9) == replies(3, 9))
        #expect(replies(3, 9) != replies(4, 9))
        #expect(replies(3, 9) != replies(3, 10))
    }
}
