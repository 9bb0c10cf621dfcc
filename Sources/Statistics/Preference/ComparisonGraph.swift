/// Who has beaten whom: tells whether worths can be estimated.
///
/// Ford 1957, "Solution of a Ranking Problem from Binary Comparisons", DOI 10.1080/00029890.1957.11989117: finite worths
/// exist exactly when from every item a chain of wins leads to every other.
struct ComparisonGraph {
    private let size: Int
    /// For each item those that it has beaten, and those that have beaten it.
    private let beaten: Neighbors
    private let beatenBy: Neighbors

    /// The graph with an edge from each winner to the loser.
    init(_ wins: PairWins) {
        size = wins.itemCount
        var edges: [(winner: Int32, loser: Int32)] = []
        edges.reserveCapacity(2 * wins.pairs.count)
        for pair in wins.pairs {
            if pair.won > 0 { edges.append((pair.lower, pair.higher)) }
            if pair.lost > 0 { edges.append((pair.higher, pair.lower)) }
        }
        beaten = Neighbors(edges, size)
        beatenBy = Neighbors(edges.map { ($0.loser, $0.winner) }, size)
    }

    /// Whether every item reaches every other by a chain of wins.
    var isStronglyConnected: Bool {
        guard size > 0 else { return false }
        return reached(from: 0, beaten).allSatisfy { $0 } && reached(from: 0, beatenBy).allSatisfy { $0 }
    }

    /// The groups of items that comparisons connect, whoever won.
    func components() -> [[Int]] {
        groups { reached(from: $0, beaten, beatenBy) }
    }

    /// The groups of items that beat each other in chains.
    func strongComponents() -> [[Int]] {
        groups { start in
            zip(reached(from: start, beaten), reached(from: start, beatenBy)).map { $0 && $1 }
        }
    }

    /// Whether no item outside a group has ever beaten one inside.
    func isUndefeated(_ group: [Int]) -> Bool { isClosed(group, beatenBy) }

    /// Whether no item inside a group has ever beaten one outside.
    func isWinless(_ group: [Int]) -> Bool { isClosed(group, beaten) }

    private func isClosed(_ group: [Int], _ neighbors: Neighbors) -> Bool {
        let inside = Set(group)
        return group.allSatisfy { member in neighbors[member].allSatisfy { inside.contains(Int($0)) } }
    }

    private func groups(_ members: (Int) -> [Bool]) -> [[Int]] {
        var assigned = [Bool](repeating: false, count: size)
        var groups: [[Int]] = []
        for start in 0..<size where !assigned[start] {
            let found = members(start)
            let group = found.indices.filter { found[$0] && !assigned[$0] }
            for index in group { assigned[index] = true }
            groups.append(group)
        }
        return groups
    }

    private func reached(from start: Int, _ neighbors: Neighbors...) -> [Bool] {
        var reached = [Bool](repeating: false, count: size)
        reached[start] = true
        var open = [Int32(start)]
        while let node = open.popLast() {
            for list in neighbors {
                for next in list[Int(node)] where !reached[Int(next)] {
                    reached[Int(next)] = true
                    open.append(next)
                }
            }
        }
        return reached
    }

    /// The ends of edges, by where they begin.
    private struct Neighbors {
        private let starts: [Int32]
        private let ends: [Int32]

        init(_ edges: [(Int32, Int32)], _ size: Int) {
            let keys = edges.lazy.map { Int($0.0) }
            starts = CountingSort.starts(keys, groups: size)
            ends = CountingSort.order(keys, starts: starts).map { edges[Int($0)].1 }
        }

        subscript(item: Int) -> ArraySlice<Int32> { ends[Int(starts[item])..<Int(starts[item + 1])] }
    }
}
