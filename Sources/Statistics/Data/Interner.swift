/// Numbers names in order of first appearance.
struct Interner: Sendable {
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]
    private var last: Int32?

    /// The number of a name.
    ///
    /// Runs of one name, as in a file sorted by it, are not looked up again.
    mutating func number(of name: String) -> Int32 {
        known(name) ?? add(name)
    }

    /// The number of a name, which must pass a check if it is new.
    mutating func number(of name: String, check: (String) throws -> Void) rethrows -> Int32 {
        if let known = known(name) { return known }
        try check(name)
        return add(name)
    }

    private mutating func known(_ name: String) -> Int32? {
        if let last, names[Int(last)] == name { return last }
        guard let number = numbers[name] else { return nil }
        last = number
        return number
    }

    private mutating func add(_ name: String) -> Int32 {
        let new = Int32(names.count)
        names.append(name)
        numbers[name] = new
        last = new
        return new
    }

    /// The names in lexicographic order and each number's place in it, so that results do not depend on the order of rows.
    func sorted() -> (names: [String], places: [Int32]) {
        let order = names.indices.sorted { names[$0] < names[$1] }
        var places = [Int32](repeating: 0, count: names.count)
        for (place, index) in order.enumerated() { places[index] = Int32(place) }
        return (order.map { names[$0] }, places)
    }

    /// The place of each name among sessions: by number where all are numbers, else by first appearance.
    func sessionRanks() -> [Int] {
        let values = names.map { Double($0) }
        let order = names.indices.sorted { left, right in
            guard values.allSatisfy({ $0 != nil }), let a = values[left], let b = values[right], a != b else {
                return left < right
            }
            return a < b
        }
        var ranks = [Int](repeating: 0, count: names.count)
        for (rank, index) in order.enumerated() { ranks[index] = rank }
        return ranks
    }
}
