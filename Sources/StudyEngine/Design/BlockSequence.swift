import SeededRandom
internal import Statistics
internal import StudyModel

/// The order of one participant's trials in a block, with repeats and attention checks put in.
struct BlockSequence {
    /// A repeat comes at least this many positions after its original.
    static let minimumLag = 5
    /// How often an order is drawn anew when repeats or checks repeat a neighbor's image or upset the balance of sides.
    private static let attempts = 12

    let block: Block
    /// The first presentations in canonical order.
    let trials: [TrialPlan]
    /// The image shown before the block.
    let previous: ImageID?

    private var repeatCount: Int {
        block.role == .main ? max(0, min(block.repeats, trials.count)) : 0
    }

    private var checkCount: Int {
        guard block.role == .main, let checks = block.attentionChecks, !checks.trials.isEmpty else { return 0 }
        return max(0, checks.count)
    }

    /// The list of a seat; ``TrialPlan/repeats`` counts from `offset`.
    func plans(seat: Int, offset: Int, using generator: inout SeededGenerator) -> [TrialPlan] {
        guard !trials.isEmpty else { return [] }
        var best: (entries: [Entry], faults: Faults)?
        for _ in 0..<(repeatCount + checkCount == 0 ? 1 : Self.attempts) {
            var entries = mainOrder(seat: seat, using: &generator).map { Entry(plan: trials[$0], original: $0) }
            insertRepeats(into: &entries, using: &generator)
            insertChecks(into: &entries, using: &generator)
            let faults = faults(in: entries)
            if best.map({ faults < $0.faults }) ?? true { best = (entries, faults) }
            if faults == (0, 0) { break }
        }
        return numbered(best?.entries ?? [], offset: offset)
    }

    /// A trial on its way into the list.
    struct Entry {
        var plan: TrialPlan
        /// Its number in `trials`, or that of the trial that it repeats; absent for a check.
        var original: Int?
    }

    private func mainOrder(seat: Int, using generator: inout SeededGenerator) -> [Int] {
        switch block.order {
        case .fixed: Array(trials.indices)
        case .random: ImageSpacing.order(trials.map(\.image), after: previous, using: &generator)
        case .latinSquare: WilliamsSquare(size: trials.count).row(seat)
        }
    }

    /// How often an image follows itself, and then how far sides are from balance.
    private typealias Faults = (successions: Int, sides: Int)

    private func faults(in entries: [Entry]) -> Faults {
        let successions = zip(entries, entries.dropFirst()).count { $0.plan.image == $1.plan.image }
        let shown = entries.map(\.plan).filter { $0.role != .attentionCheck }
        return (
            block.order == .random ? successions : 0,
            block.sides == .counterbalanced && repeatCount > 0 ? SideTally(counting: shown).excess : 0
        )
    }

    private func numbered(_ entries: [Entry], offset: Int) -> [TrialPlan] {
        var position = [Int](repeating: 0, count: trials.count)
        for (index, entry) in entries.enumerated() where entry.plan.role != .repeated {
            if let original = entry.original { position[original] = offset + index }
        }
        return entries.map { entry in
            var plan = entry.plan
            if plan.role == .repeated { plan.repeats = entry.original.map { position[$0] } }
            return plan
        }
    }

    /// Puts the repeats into as many equal stretches of the list, from the sixth position on.
    private func insertRepeats(into entries: inout [Entry], using generator: inout SeededGenerator) {
        let count = repeatCount
        let span = max(0, trials.count - Self.minimumLag)
        var remaining = Set(trials.indices)
        var sides = SideTally(counting: block.sides == .counterbalanced ? trials : [])
        for number in 0..<count {
            let from = Self.minimumLag + span * number / count
            let to = Self.minimumLag + span * (number + 1) / count
            // A late enough gap has an original left that is far enough back, however many repeats there are.
            let gap = min(trials.count, max(from + generator.below(to - from + 1), Self.minimumLag + number))
            guard
                let (position, index) = place(
                    at: min(gap + number, entries.count),
                    in: entries,
                    remaining: remaining,
                    sides: sides,
                    using: &generator
                ), let original = entries[index].original
            else { break }
            remaining.remove(original)
            let plan = entries[index].plan.repeated()
            sides.add(plan)
            entries.insert(Entry(plan: plan, original: original), at: position)
        }
    }

    /// Where the next repeat goes and the index of its original: at the position wished for or as soon after it as keeps
    /// images apart; without such a place, anywhere at the lag; without that, the end.
    private func place(
        at wish: Int,
        in entries: [Entry],
        remaining: Set<Int>,
        sides: SideTally,
        using generator: inout SeededGenerator
    ) -> (position: Int, index: Int)? {
        func isFree(_ index: Int) -> Bool {
            guard entries[index].plan.role != .repeated, let original = entries[index].original else { return false }
            return remaining.contains(original)
        }
        func candidates(_ position: Int, apart: Bool) -> [Int] {
            guard position >= Self.minimumLag else { return [] }
            return (0...position - Self.minimumLag).filter { index in
                guard isFree(index) else { return false }
                guard apart else { return true }
                let image = entries[index].plan.image
                return image != entries[position - 1].plan.image
                    && (position == entries.count || image != entries[position].plan.image)
            }
        }
        for apart in [true, false] {
            for position in wish...entries.count {
                let found = candidates(position, apart: apart)
                let least = found.map { sides.excess(adding: entries[$0].plan.repeated()) }.min()
                let best = found.filter { sides.excess(adding: entries[$0].plan.repeated()) == least }
                if !best.isEmpty { return (position, best[generator.below(best.count)]) }
            }
        }
        return entries.indices.first(where: isFree).map { (entries.count, $0) }
    }

    /// Puts one check into each of as many equal stretches of the list, never first.
    private func insertChecks(into entries: inout [Entry], using generator: inout SeededGenerator) {
        guard let checks = block.attentionChecks, checkCount > 0 else { return }
        var drawn: [ListedTrial] = []
        while drawn.count < checkCount {
            var pool = checks.trials
            generator.shuffle(&pool)
            drawn += pool.prefix(checkCount - drawn.count)
        }
        let swaps = swaps(of: drawn, using: &generator)
        let total = entries.count + checkCount
        for (number, check) in drawn.enumerated() {
            var stretch = Array(max(1, total * number / checkCount)..<max(2, total * (number + 1) / checkCount))
            stretch.removeAll { $0 > entries.count }
            generator.shuffle(&stretch)
            let position =
                stretch.first { position in
                    check.image != entries[position - 1].plan.image
                        && entries[position - 1].plan.role != .attentionCheck
                        && (position == entries.count || check.image != entries[position].plan.image)
                } ?? stretch.first ?? entries.count
            let plan = TrialPlan(block: block.id, role: .attentionCheck, check, isSwapped: swaps[number])
            entries.insert(Entry(plan: plan, original: nil), at: position)
        }
    }

    /// Which checks have their sides exchanged: with counterbalanced sides the right answer is left as often as right, ±1.
    private func swaps(of checks: [ListedTrial], using generator: inout SeededGenerator) -> [Bool] {
        switch block.sides {
        case .fixed: return checks.map { _ in false }
        case .random: return checks.map { _ in generator.below(2) == 0 }
        case .counterbalanced:
            let start = generator.below(2)
            var isCorrectLeft = checks.indices.map { ($0 + start).isMultiple(of: 2) }
            generator.shuffle(&isCorrectLeft)
            return zip(checks, isCorrectLeft).map { ($0.correct == $0.left) != $1 }
        }
    }
}
