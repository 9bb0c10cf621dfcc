import SeededRandom
internal import Statistics
public import StudyModel
internal import Synchronization

/// Which trials each seat of a study gets, in which order and with which sides.
///
/// A seat is a place in the design, numbered from 0. Its list depends on nothing but the study, the seat and whether it is
/// simulated: not on the quota, not on which lists were asked for before, not on the machine. Simulated seats have a
/// numbering and random numbers of their own, so that they leave the balance of real participants alone.
///
/// For a block that draws from a pool of U units, an image with a pair of explainers, with `trialsPerParticipant` = T:
///
/// - Units. With `balanced` allocation the seats 0…k use all units equally often, ±1, for every k, and no seat meets a unit
///   twice. With `random` allocation each seat draws T units without replacement.
/// - Sides. With `counterbalanced` sides the two orders of every unit are used equally often, ±1, by the seats 0…k for
///   every k. Within a seat every explainer is left as often as right, ±1. With balanced allocation this second part holds
///   exactly when T divides U and when there are two explainers; else a seeded search attains it wherever there is room
///   for it (``SideSearch`` has figures). Repeats and attention checks come on top: a repeat has the sides of its original exchanged and is
///   chosen so as to keep the balance where there is a choice, and the right answers of checks are left as often as
///   right, ±1.
/// - Order. `random` shuffles, and no image comes twice in a row unless one makes up more than half of the trials;
///   `fixed` keeps the order of ``Block/units``; `latinSquare` gives seat k row k of a Williams square over its own units
///   in that order. The square's balance of positions and successions holds over whole squares (T seats, 2T when T is odd)
///   for the first, second, … unit of a list, and therefore for the units themselves where every seat has all of them
///   (T = U).
/// - Repeats come at least 5 positions after their original wherever the block has 5 trials, at the end otherwise.
/// - Attention checks come one in each of as many equal stretches of the block, never first.
///
/// Void pairs never come. With the policy `skip` they are taken out of lists that are otherwise the same; with `replace`
/// those known when the study was created are not in the pool, so that other units take their places.
///
/// Listed trials keep the sides that the definition gives them. Practice blocks have no repeats and no checks.
public final class TrialDesign: Sendable {
    private let study: Study
    private let void: Set<TrialUnit>
    private let allocations: Mutex<[AllocationKey: any UnitAllocation]> = Mutex([:])
    private let pools: [BlockID: UnitPool]

    private struct AllocationKey: Hashable {
        var block: BlockID
        var isSimulated: Bool
    }

    /// Makes the design of a study; lists are made when they are asked for.
    public init(study: Study, void: [VoidPair] = []) {
        self.study = study
        self.void = Set(void.flatMap(\.units))
        let replaced = Set(study.voidTrials == .replace ? void.filter { !$0.isLate }.flatMap(\.units) : [])
        var pools: [BlockID: UnitPool] = [:]
        for block in study.blocks {
            pools[block.id] = UnitPool(block) { replaced.contains($0) }
        }
        self.pools = pools
    }

    /// The trials of a seat, all blocks in order.
    /// - Complexity: O(trials · images) for seats asked for in ascending order, O(seat · trials) for one below the last.
    public func trials(forSeat seat: Int, simulated: Bool) -> [TrialPlan] {
        precondition(seat >= 0, "seats are numbered from 0")
        var plans: [TrialPlan] = []
        for block in study.blocks {
            var block = block
            block.attentionChecks?.trials.removeAll { isVoid($0.image, $0.left, $0.right) }
            let trials = firstPresentations(in: block, seat: seat, simulated: simulated)
            let sequence = BlockSequence(
                block: block,
                trials: trials.filter { !isVoid($0.image, $0.left, $0.right) },
                previous: plans.last?.image
            )
            var generator = stream(.arrangement, block, simulated).numbered(seat).generator()
            plans += sequence.plans(seat: seat, offset: plans.count, using: &generator)
        }
        return plans
    }

    private func isVoid(_ image: ImageID, _ left: ExplainerID, _ right: ExplainerID) -> Bool {
        void.contains(TrialUnit(image: image, pair: ExplainerPair(left, right)))
    }

    /// A block's trials for a seat, without repeats and checks, in canonical order.
    private func firstPresentations(in block: Block, seat: Int, simulated: Bool) -> [TrialPlan] {
        let role: TrialRole = block.role == .practice ? .practice : .main
        if case .listed(let trials) = block.content {
            return trials.map { TrialPlan(block: block.id, role: role, $0) }
        }
        guard let pool = pools[block.id] else { return [] }
        var generator = stream(.sides, block, simulated).numbered(seat).generator()
        return units(in: block, pool: pool, seat: seat, simulated: simulated).map { placed in
            let unit = pool.units[placed.unit]
            let isFirstLeft =
                switch block.sides {
                case .counterbalanced: placed.sign > 0
                case .random: generator.below(2) == 0
                case .fixed: true
                }
            return TrialPlan(
                block: block.id,
                role: role,
                image: unit.image,
                left: isFirstLeft ? unit.pair.first : unit.pair.second,
                right: isFirstLeft ? unit.pair.second : unit.pair.first
            )
        }
    }

    private func units(in block: Block, pool: UnitPool, seat: Int, simulated: Bool) -> [PlacedUnit] {
        let perSeat = min(block.trialsPerParticipant, pool.units.count)
        guard perSeat > 0 else { return [] }
        let stream = stream(.allocation, block, simulated)
        let placed = allocations.withLock { allocations in
            let key = AllocationKey(block: block.id, isSimulated: simulated)
            var allocation: any UnitAllocation =
                allocations.removeValue(forKey: key)
                ?? (study.participants.allocation == .balanced
                    ? BalancedAllocation(pool: pool, perSeat: perSeat, stream: stream)
                    : IndependentAllocation(pool: pool, perSeat: perSeat, stream: stream))
            let placed = allocation.units(ofSeat: seat)
            allocations[key] = allocation
            return placed
        }
        return placed.sorted { $0.unit < $1.unit }
    }

    private func stream(_ purpose: RandomStream.Purpose, _ block: Block, _ simulated: Bool) -> RandomStream {
        RandomStream(seed: study.seed, purpose: purpose)
            .named(block.id.rawValue)
            .named(simulated ? "simulated" : "real")
    }
}
