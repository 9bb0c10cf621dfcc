import SeededRandom
internal import Statistics

/// Units for seats such that all units are used equally often, ±1, over the seats 0…k for every k.
///
/// The seats are cut, one after the other, from random permutations of all units ("passes"); a seat that reaches from one
/// pass into the next meets no unit twice. Passes are made in twos: the second gives each unit the opposite sides of the
/// first, so that the two orders of a unit differ by at most 1 at every number of seats. It uses the groups of the first
/// again, as far as passes and seats line up, and a ``SideSearch`` evens out the rest.
struct BalancedAllocation: UnitAllocation {
    private let pool: UnitPool
    private let perSeat: Int
    private let stream: RandomStream
    private var rounds = 0
    private static let draws = 4
    /// The seats from `firstFinished` on that are settled; earlier ones are forgotten, so that memory does not grow.
    private var finished: [PlacedUnit] = []
    private var firstFinished = 0
    /// The beginning of the seat that the next two passes complete.
    private var carried: [PlacedUnit] = []

    init(pool: UnitPool, perSeat: Int, stream: RandomStream) {
        self.pool = pool
        self.perSeat = perSeat
        self.stream = stream
    }

    /// - Complexity: O(trials) for seats asked for in ascending order, O(seat · trials) for one below the last.
    mutating func units(ofSeat seat: Int) -> [PlacedUnit] {
        if seat < firstFinished { self = Self(pool: pool, perSeat: perSeat, stream: stream) }
        while seat >= firstFinished + finished.count / perSeat {
            firstFinished += finished.count / perSeat
            finished = []
            addTwoPasses()
        }
        return Array(finished[(seat - firstFinished) * perSeat..<(seat - firstFinished + 1) * perSeat])
    }

    private mutating func addTwoPasses() {
        var generator = stream.numbered(rounds).generator()
        rounds += 1
        var best = drawTwoPasses(using: &generator)
        // Where nearly all units go to each seat there is little to exchange, and another draw may do better.
        for _ in 1..<Self.draws where best.excess > 0 {
            let other = drawTwoPasses(using: &generator)
            if other.excess < best.excess { best = other }
        }
        let placed = best.slots.map { PlacedUnit(unit: $0.unit, sign: $0.sign) }
        let whole = placed.count / perSeat * perSeat
        finished += placed[..<whole]
        carried = Array(placed[whole...])
    }

    private func drawTwoPasses(using generator: inout SeededGenerator) -> SideSearch {
        let first = firstPass(using: &generator)
        let firstUnits = first.map(\.unit)
        let second = secondPass(after: firstUnits, using: &generator)

        var slots = carried.map { SideSearch.Slot(unit: $0.unit, sign: $0.sign, isFixed: true) }
        let start = slots.count
        slots += first.map { SideSearch.Slot(unit: $0.unit, sign: $0.sign) }
        var place = [Int](repeating: 0, count: pool.units.count)
        for (offset, unit) in firstUnits.enumerated() { place[unit] = start + offset }
        for unit in second {
            slots[place[unit]].partner = slots.count
            slots.append(.init(unit: unit, sign: -slots[place[unit]].sign, partner: place[unit]))
        }
        let middle = start + first.count
        var search = SideSearch(
            slots: slots,
            pool: pool,
            perSeat: perSeat,
            passes: [start..<middle, middle..<slots.count]
        )
        search.run(moves: 200 * slots.count + 2000, using: &generator)
        return search
    }

    /// How many slots of a pass complete the seat begun in the pass before.
    private func head(after begun: Int) -> Int {
        begun == 0 ? 0 : perSeat - begun
    }

    private func firstPass(using generator: inout SeededGenerator) -> [PlacedUnit] {
        var shuffled = Array(pool.units.indices)
        generator.shuffle(&shuffled)
        let head = head(after: carried.count)
        let taken = Set(carried.map(\.unit))
        var front: [Int] = []
        var rest: [Int] = []
        for unit in shuffled {
            if front.count < head, !taken.contains(unit) { front.append(unit) } else { rest.append(unit) }
        }
        let order = front + rest
        var signs = pool.balancedSigns(of: front, using: &generator)
        for start in stride(from: head, to: order.count, by: perSeat) {
            signs += pool.balancedSigns(of: order[start..<min(start + perSeat, order.count)], using: &generator)
        }
        return zip(order, signs).map { PlacedUnit(unit: $0, sign: $1) }
    }

    /// The second pass: whole seats of the first again in another order, and what does not line up in between.
    private func secondPass(after first: [Int], using generator: inout SeededGenerator) -> [Int] {
        let firstHead = head(after: carried.count)
        let tail = (first.count - firstHead) % perSeat
        let head = head(after: tail)
        let seats = (first.count - head) / perSeat

        var groups = stride(from: firstHead, to: first.count - tail, by: perSeat).map {
            Array(first[$0..<$0 + perSeat])
        }
        generator.shuffle(&groups)
        // The seat that reaches over has the first pass's tail already, so its head comes from elsewhere.
        var loose = Array(first[..<firstHead])
        while groups.count > seats || loose.count < head { loose += groups.removeLast() }
        generator.shuffle(&loose)
        let front = Array(loose[..<head])
        loose = Array(loose[head...]) + first[(first.count - tail)...]
        generator.shuffle(&loose)
        while groups.count < seats {
            groups.append(Array(loose[..<perSeat]))
            loose.removeFirst(perSeat)
        }
        generator.shuffle(&groups)
        return front + groups.joined() + loose
    }
}
