import SeededRandom
internal import Statistics

/// Units that each seat draws without replacement and without regard to the others.
///
/// Sides are still evened out: the two orders of a unit alternate in twos over the seats in which it happens to occur.
struct IndependentAllocation: UnitAllocation {
    private let pool: UnitPool
    private let perSeat: Int
    private let stream: RandomStream
    /// The seats from `firstFinished` on that are settled; earlier ones are forgotten, so that memory does not grow.
    private var finished: [PlacedUnit] = []
    private var firstFinished = 0
    /// For each unit the sign of its last presentation when their number is odd, else 0.
    private var open: [Int]

    /// How many seats have their sides settled together.
    private static let seatsPerRound = 64

    init(pool: UnitPool, perSeat: Int, stream: RandomStream) {
        self.pool = pool
        self.perSeat = perSeat
        self.stream = stream
        open = [Int](repeating: 0, count: pool.units.count)
    }

    /// - Complexity: O(units) for seats asked for in ascending order, O(seat · units) for one below the last.
    mutating func units(ofSeat seat: Int) -> [PlacedUnit] {
        if seat < firstFinished { self = Self(pool: pool, perSeat: perSeat, stream: stream) }
        while seat >= firstFinished + finished.count / perSeat {
            firstFinished += finished.count / perSeat
            finished = []
            addRound()
        }
        return Array(finished[(seat - firstFinished) * perSeat..<(seat - firstFinished + 1) * perSeat])
    }

    private mutating func addRound() {
        let firstSeat = firstFinished
        var generator = stream.named("sides").numbered(firstSeat).generator()
        var slots: [SideSearch.Slot] = []
        var last = [Int?](repeating: nil, count: pool.units.count)
        for seat in firstSeat..<firstSeat + Self.seatsPerRound {
            let drawn = draw(seat)
            for (unit, sign) in zip(drawn, pool.balancedSigns(of: drawn, using: &generator)) {
                var slot = SideSearch.Slot(unit: unit, sign: sign)
                if let partner = last[unit] {
                    slot.sign = -slots[partner].sign
                    slot.partner = partner
                    slots[partner].partner = slots.count
                    last[unit] = nil
                } else if open[unit] != 0 {
                    slot.sign = -open[unit]
                    slot.isFixed = true
                    open[unit] = 0
                } else {
                    last[unit] = slots.count
                }
                slots.append(slot)
            }
        }
        var search = SideSearch(slots: slots, pool: pool, perSeat: perSeat)
        search.run(moves: 100 * slots.count, using: &generator)
        for (unit, index) in last.enumerated() {
            if let index { open[unit] = search.slots[index].sign }
        }
        finished = search.slots.map { PlacedUnit(unit: $0.unit, sign: $0.sign) }
    }

    private func draw(_ seat: Int) -> [Int] {
        var generator = stream.named("units").numbered(seat).generator()
        var units = Array(pool.units.indices)
        for index in 0..<perSeat { units.swapAt(index, index + generator.below(units.count - index)) }
        return Array(units[..<perSeat])
    }
}
