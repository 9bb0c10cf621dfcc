import StudyEngine
import StudyModel
import Testing

@Suite("Trial design: units and sides")
struct TrialDesignTests {
    /// Every design with 1…3 images, 2…4 explainers and any number of trials.
    static let smallDesigns: [Design] = (1...3).flatMap { images in
        (2...4).flatMap { explainers in
            (1...images * explainers * (explainers - 1) / 2).map {
                Design(images: images, explainers: explainers, trials: $0, seed: UInt64($0))
            }
        }
    }

    static let designs = smallDesigns + Design.random(150, seed: 1)

    @Test("Units and their two orders are balanced within ±1 after every seat", arguments: designs)
    func prefixBalance(_ design: Design) {
        let study = design.study()
        let trialDesign = TrialDesign(study: study)
        var shown: [TrialUnit: Int] = [:]
        var order: [TrialUnit: Int] = [:]
        for seat in 0..<30 {
            let plans = trialDesign.trials(forSeat: seat, simulated: false)
            #expect(plans.count == design.trials)
            #expect(Set(plans.map(\.unit)).count == plans.count, "seat \(seat) meets a unit twice")
            for plan in plans {
                shown[plan.unit, default: 0] += 1
                order[plan.unit, default: 0] += plan.sign
            }
            let least = shown.count < study.unitCount ? 0 : shown.values.min() ?? 0
            #expect((shown.values.max() ?? 0) - least <= 1, "after seat \(seat)")
            #expect(order.values.allSatisfy { abs($0) <= 1 }, "after seat \(seat)")
        }
    }

    @Test("With random allocation the orders of a unit are balanced within ±1 after every seat")
    func randomAllocation() {
        for design in Design.random(60, seed: 2) {
            let trialDesign = TrialDesign(study: design.study(allocation: .random))
            var order: [TrialUnit: Int] = [:]
            for seat in 0..<100 {
                let plans = trialDesign.trials(forSeat: seat, simulated: false)
                #expect(plans.count == design.trials)
                #expect(Set(plans.map(\.unit)).count == plans.count)
                for plan in plans { order[plan.unit, default: 0] += plan.sign }
                #expect(order.values.allSatisfy { abs($0) <= 1 }, "\(design), after seat \(seat)")
            }
        }
    }

    @Test("Each explainer is left as often as right, ±1, for every participant", arguments: designs)
    func sidesWithinParticipant(_ design: Design) {
        let study = design.study()
        let trialDesign = TrialDesign(study: study)
        let most = (0..<30).map { seat in
            sideSurplus(trialDesign.trials(forSeat: seat, simulated: false)).values.map(abs).max() ?? 0
        }
        // One image, three explainers, two trials: no assignment meets both balances, as enumeration shows.
        let isPossible = !(study.unitCount == 3 && design.explainers == 3 && design.trials == 2)
        #expect((most.max() ?? 0) <= (isPossible ? 1 : 2))
    }

    @Test("Side balance holds for every participant of nearly all larger designs")
    func sidesWithinParticipantOften() {
        var unbalanced = 0
        for design in Design.random(300, seed: 3, explainers: 3...5) where design.images > 1 {
            let trialDesign = TrialDesign(study: design.study())
            for seat in 0..<24 {
                let surplus = sideSurplus(trialDesign.trials(forSeat: seat, simulated: false))
                if surplus.values.contains(where: { abs($0) > 1 }) { unbalanced += 1 }
            }
        }
        #expect(unbalanced <= 2)
    }

    @Test("Fixed sides are as written, random sides are a fair coin")
    func otherSides() {
        let fixed = TrialDesign(study: .sample(images: 6, explainers: 3, trials: 9, seed: 4, sides: .fixed))
        #expect(fixed.trials(forSeat: 5, simulated: false).allSatisfy { $0.sign == 1 })
        let random = TrialDesign(study: .sample(images: 6, explainers: 3, trials: 18, seed: 4, sides: .random))
        let signs = (0..<100).flatMap { random.trials(forSeat: $0, simulated: false).map(\.sign) }
        // 1800 fair coins: standard deviation 42.4.
        #expect(abs(signs.reduce(0, +)) < 170)
    }

    @Test("The same seed gives the same lists in whatever order they are asked for; another seed gives others")
    func determinism() {
        for design in Design.random(30, seed: 5) where design.trials > 3 {
            let study = design.study()
            let forwards = TrialDesign(study: study)
            let lists = (0..<12).map { forwards.trials(forSeat: $0, simulated: false) }
            let backwards = TrialDesign(study: study)
            for seat in (0..<12).reversed() {
                _ = backwards.trials(forSeat: 11 - seat, simulated: true)
                #expect(backwards.trials(forSeat: seat, simulated: false) == lists[seat])
            }
            var other = study
            other.seed &+= 1
            let others = TrialDesign(study: other)
            #expect((0..<12).map { others.trials(forSeat: $0, simulated: false) } != lists)
            var larger = study
            larger.participants.quota = nil
            #expect(TrialDesign(study: larger).trials(forSeat: 7, simulated: false) == lists[7])
        }
    }

    @Test("Simulated seats have lists of their own, balanced among themselves")
    func simulatedSeats() {
        let study = Study.sample(images: 5, explainers: 3, trials: 6, seed: 6)
        let design = TrialDesign(study: study)
        let simulated = (0..<5).map { design.trials(forSeat: $0, simulated: true) }
        #expect(simulated != (0..<5).map { design.trials(forSeat: $0, simulated: false) })
        let counts = simulated.joined().reduce(into: [TrialUnit: Int]()) { $0[$1.unit, default: 0] += 1 }
        #expect(counts.count == 15 && counts.values.allSatisfy { $0 == 2 })
    }

    @Test("Blocks come in their order; practice and listed trials keep what the definition says")
    func blocks() {
        var study = Study.sample(images: 4, explainers: 2, trials: 4, seed: 7)
        let listed = ["a", "b", "c"].map {
            ListedTrial(image: ImageID($0), left: "x", right: "y", correct: "y", feedback: "Look closer")
        }
        study.blocks.insert(
            Block(
                id: "practice",
                kind: .forcedChoice,
                role: .practice,
                content: .listed(listed),
                trialsPerParticipant: 3,
                repeats: 2,
                order: .fixed
            ),
            at: 0
        )
        let plans = TrialDesign(study: study).trials(forSeat: 0, simulated: false)
        #expect(plans.map(\.block) == ["practice", "practice", "practice", "main", "main", "main", "main"])
        #expect(plans.prefix(3).map(\.image) == ["a", "b", "c"])
        #expect(plans.prefix(3).allSatisfy { $0.role == .practice && $0.left == "x" && $0.feedback == "Look closer" })
        #expect(plans.dropFirst(3).allSatisfy { $0.role == .main })
    }

    @Test("A thousand seats of forty trials are made in a fraction of a second")
    func speed() {
        let design = TrialDesign(study: .sample(images: 30, explainers: 4, trials: 40, seed: 8, repeats: 4, checks: 2))
        let time = ContinuousClock().measure {
            for seat in 0..<1000 { _ = design.trials(forSeat: seat, simulated: true) }
        }
        print("1,000 lists of 46 trials:", time)
        #expect(time < .seconds(5))
    }
}

@Suite("Trial design: pairs that nobody can answer")
struct VoidPairTests {
    private static func design(_ policy: VoidTrialPolicy, isLate: Bool = false) -> (TrialDesign, TrialDesign, VoidPair)
    {
        var study = Study.sample(images: 5, explainers: 3, trials: 9, seed: 3, repeats: 2, checks: 1)
        study.voidTrials = policy
        let pair = study.blocks.flatMap(\.units)[1]
        let void = VoidPair(image: pair.image, pair.pair.second, pair.pair.first, reason: "alike", isLate: isLate)
        return (TrialDesign(study: study), TrialDesign(study: study, void: [void]), void)
    }

    @Test("They never come, in either order, as a repeat or as a check", arguments: VoidTrialPolicy.allCases)
    func never(_ policy: VoidTrialPolicy) {
        let (_, design, void) = Self.design(policy)
        for seat in 0..<30 {
            let plans = design.trials(forSeat: seat, simulated: false)
            #expect(!plans.contains { void.units.contains($0.unit) })
        }
    }

    @Test("Skipping shortens the lists that had them and leaves the other units as they were")
    func skip() {
        let (whole, design, void) = Self.design(.skip)
        for seat in 0..<30 {
            let before = whole.trials(forSeat: seat, simulated: false).filter { $0.role == .main }
            let after = design.trials(forSeat: seat, simulated: false).filter { $0.role == .main }
            #expect(Set(after.map(\.unit)) == Set(before.map(\.unit).filter { !void.units.contains($0) }))
        }
    }

    @Test("Replacing keeps the number of trials; a pair found late is skipped")
    func replace() {
        let (whole, design, _) = Self.design(.replace)
        let (_, late, _) = Self.design(.replace, isLate: true)
        var shorter = 0
        for seat in 0..<30 {
            let count = whole.trials(forSeat: seat, simulated: false).count
            #expect(design.trials(forSeat: seat, simulated: false).count == count)
            shorter += late.trials(forSeat: seat, simulated: false).count < count ? 1 : 0
        }
        #expect(shorter > 0)
    }
}
