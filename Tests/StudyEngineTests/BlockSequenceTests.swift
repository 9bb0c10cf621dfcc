import StudyEngine
import StudyModel
import Testing

@Suite("Order, repeats and attention checks")
struct BlockSequenceTests {
    /// Whether some order keeps equal images apart: exactly when none makes up more than ⌈n/2⌉ of them.
    private func canKeepApart(_ images: [ImageID]) -> Bool {
        let counts = images.reduce(into: [ImageID: Int]()) { $0[$1, default: 0] += 1 }
        return (counts.values.max() ?? 0) <= (images.count + 1) / 2
    }

    private func successions(_ plans: [TrialPlan]) -> Int {
        zip(plans, plans.dropFirst()).count { $0.image == $1.image }
    }

    @Test("No image twice in a row exactly when that can be avoided, else as seldom as possible")
    func imagesApart() {
        for design in TrialDesignTests.smallDesigns + Design.random(200, seed: 11) {
            let trialDesign = TrialDesign(study: design.study())
            for seat in 0..<12 {
                let plans = trialDesign.trials(forSeat: seat, simulated: false)
                let counts = plans.reduce(into: [ImageID: Int]()) { $0[$1.image, default: 0] += 1 }
                let most = counts.values.max() ?? 0
                #expect(successions(plans) == max(0, 2 * most - plans.count - 1), "\(design), seat \(seat)")
            }
        }
    }

    @Test("All orders of a small list that keep images apart occur about equally often")
    func ordersVary() {
        let design = TrialDesign(study: .sample(images: 4, explainers: 2, trials: 4, seed: 12))
        var counts: [[ImageID]: Int] = [:]
        for seat in 0..<2400 { counts[design.trials(forSeat: seat, simulated: false).map(\.image), default: 0] += 1 }
        #expect(counts.count == 24)
        // Chi-squared with 23 degrees of freedom stays below 49.7 with probability 0.999.
        let chiSquared = counts.values.reduce(0.0) { $0 + (Double($1) - 100) * (Double($1) - 100) / 100 }
        #expect(chiSquared < 49.7)
    }

    @Test("Repeats: at least five positions later, sides exchanged, each original once")
    func repeats() {
        for (number, sizes) in Design.random(200, seed: 13).enumerated() where sizes.trials >= 5 {
            let wanted = 1 + number % sizes.trials
            let order = Block.Order.allCases[number % 3]
            let study = Study.sample(
                images: sizes.images,
                explainers: sizes.explainers,
                trials: sizes.trials,
                seed: sizes.seed,
                repeats: wanted,
                checks: number % 4,
                order: order
            )
            let design = TrialDesign(study: study)
            for seat in 0..<8 {
                let plans = design.trials(forSeat: seat, simulated: false)
                var originals: Set<Int> = []
                for (position, plan) in plans.enumerated() where plan.role == .repeated {
                    guard let original = plan.repeats else {
                        Issue.record("no original at \(position)")
                        continue
                    }
                    originals.insert(original)
                    #expect(position - original >= 5, "\(sizes), \(wanted) repeats, \(order), seat \(seat)")
                    #expect(plans[original].role == .main && plans[original].image == plan.image)
                    #expect(plans[original].left == plan.right && plans[original].right == plan.left)
                }
                #expect(originals.count == wanted)
                #expect(plans.count { $0.role == .repeated } == wanted)
                #expect(plans.filter { $0.role != .repeated }.allSatisfy { $0.repeats == nil })
            }
        }
    }

    @Test("Repeats and checks keep images apart where the trials leave room")
    func imagesApartWithRepeatsAndChecks() {
        var lists = 0
        var faults = 0
        for sizes in Design.random(200, seed: 14) where sizes.trials >= 8 && sizes.images >= 3 {
            let study = Study.sample(
                images: sizes.images,
                explainers: sizes.explainers,
                trials: sizes.trials,
                seed: sizes.seed,
                repeats: sizes.trials / 5,
                checks: 2
            )
            let design = TrialDesign(study: study)
            for seat in 0..<12 {
                let plans = design.trials(forSeat: seat, simulated: false)
                guard canKeepApart(plans.map(\.image)) else { continue }
                lists += 1
                if successions(plans) > 0 { faults += 1 }
            }
        }
        #expect(lists > 500)
        #expect(faults == 0, "\(faults) of \(lists)")
    }

    @Test("Repeats keep sides balanced within a participant")
    func sidesWithRepeats() {
        let design = TrialDesign(study: .sample(images: 8, explainers: 3, trials: 12, seed: 15, repeats: 4))
        var unbalanced = 0
        for seat in 0..<200 {
            let surplus = sideSurplus(design.trials(forSeat: seat, simulated: false))
            if surplus.values.contains(where: { abs($0) > 1 }) { unbalanced += 1 }
        }
        #expect(unbalanced == 0, "\(unbalanced) of 200")
    }

    @Test("Repeats in a block of fewer than five trials come at its end")
    func shortBlock() {
        let design = TrialDesign(study: .sample(images: 3, explainers: 2, trials: 3, seed: 16, repeats: 2))
        let plans = design.trials(forSeat: 0, simulated: false)
        #expect(plans.map(\.role) == [.main, .main, .main, .repeated, .repeated])
        #expect(Set(plans.compactMap(\.repeats)).count == 2)
    }

    @Test("Checks come one in each equal stretch, never first, the right answer on either side equally often")
    func checks() {
        for count in 1...6 {
            let design = TrialDesign(
                study: .sample(images: 10, explainers: 3, trials: 15, seed: UInt64(count), repeats: 3, checks: count)
            )
            var firstLeft = 0
            for seat in 0..<200 {
                let plans = design.trials(forSeat: seat, simulated: false)
                let positions = plans.indices.filter { plans[$0].role == .attentionCheck }
                #expect(positions.count == count)
                for (number, position) in positions.enumerated() {
                    let stretch = plans.count * number / count..<plans.count * (number + 1) / count
                    #expect(position > 0 && stretch.contains(position))
                }
                let left = positions.count { plans[$0].left == plans[$0].correct }
                #expect(abs(2 * left - count) <= 1)
                if let first = positions.first, plans[first].left == plans[first].correct { firstLeft += 1 }
            }
            // 200 fair coins: standard deviation 7.1.
            #expect((70...130).contains(firstLeft))
        }
    }

    @Test(
        "Latin square: positions and successions equally often over whole squares",
        arguments: [2, 3, 4, 5, 6, 7, 12]
    )
    func williamsSquare(_ size: Int) {
        let design = TrialDesign(
            study: .sample(images: size, explainers: 2, trials: size, seed: 17, order: .latinSquare)
        )
        let rows = size.isMultiple(of: 2) ? size : 2 * size
        var positions: [[ImageID]: Int] = [:]
        var successions: [[ImageID]: Int] = [:]
        for seat in 0..<rows {
            let images = design.trials(forSeat: seat, simulated: false).map(\.image)
            for (position, image) in images.enumerated() {
                positions[[image, ImageID("\(position)")], default: 0] += 1
            }
            for (image, next) in zip(images, images.dropFirst()) { successions[[image, next], default: 0] += 1 }
        }
        #expect(positions.count == size * size && positions.values.allSatisfy { $0 == rows / size })
        #expect(successions.count == size * (size - 1) && successions.values.allSatisfy { $0 == rows / size })
    }

    @Test("Fixed order is the definition's")
    func fixedOrder() {
        let study = Study.sample(images: 6, explainers: 3, trials: 7, seed: 18, order: .fixed)
        let units = study.blocks[0].units
        let plans = TrialDesign(study: study).trials(forSeat: 3, simulated: false)
        let places = plans.compactMap { units.firstIndex(of: $0.unit) }
        #expect(places.count == 7 && places == places.sorted())
    }
}
