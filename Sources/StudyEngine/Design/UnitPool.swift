internal import StudyModel

/// The units of a pool block as numbers, in canonical order: image by image, as ``Block/units`` gives them.
struct UnitPool: Sendable {
    let units: [TrialUnit]
    /// For each unit the numbers of its pair's two explainers.
    let ends: [Ends]
    let explainerCount: Int

    /// The explainers of a unit's pair by number.
    struct Ends: Sendable {
        var first: Int
        var second: Int
    }

    /// - Parameter isVoid: Tells units that are left out.
    init(_ block: Block, without isVoid: (TrialUnit) -> Bool = { _ in false }) {
        units = block.units.filter { !isVoid($0) }
        var numbers: [ExplainerID: Int] = [:]
        ends = units.map { unit in
            let first = numbers[unit.pair.first, default: numbers.count]
            numbers[unit.pair.first] = first
            let second = numbers[unit.pair.second, default: numbers.count]
            numbers[unit.pair.second] = second
            return Ends(first: first, second: second)
        }
        explainerCount = numbers.count
    }
}

/// A unit in a participant's list with its sides.
struct PlacedUnit: Sendable, Equatable {
    /// The unit's number in the pool.
    var unit: Int
    /// +1 when the pair's first explainer is on the left, −1 when it is on the right.
    var sign: Int
}

/// A way of giving units and sides to seats.
protocol UnitAllocation: Sendable {
    /// The units of a seat, in no particular order.
    mutating func units(ofSeat seat: Int) -> [PlacedUnit]
}
