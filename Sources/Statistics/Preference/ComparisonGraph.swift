/// Who has beaten whom: tells whether worths can be estimated.
///
/// Ford 1957, "Solution of a Ranking Problem from Binary Comparisons", DOI 10.1080/00029890.1957.11989117: finite worths
/// exist exactly when from every item a chain of wins leads to every other.
struct ComparisonGraph {
    private let wins: SquareMatrix

    /// The graph with an edge from i to j where `wins[i, j]` > 0.
    init(_ wins: SquareMatrix) {
        self.wins = wins
    }

    /// Whether every item reaches every other by a chain of wins.
    var isStronglyConnected: Bool {
        guard wins.size > 0 else { return false }
        return reached(from: 0, following: { wins[$0, $1] > 0 }).allSatisfy { $0 }
            && reached(from: 0, following: { wins[$1, $0] > 0 }).allSatisfy { $0 }
    }

    /// The groups of items that comparisons connect, whoever won.
    func components() -> [[Int]] {
        groups { start in reached(from: start, following: { wins[$0, $1] > 0 || wins[$1, $0] > 0 }) }
    }

    /// The groups of items that beat each other in chains.
    func strongComponents() -> [[Int]] {
        groups { start in
            let below = reached(from: start, following: { wins[$0, $1] > 0 })
            let above = reached(from: start, following: { wins[$1, $0] > 0 })
            return zip(below, above).map { $0 && $1 }
        }
    }

    /// Whether no item outside a group has ever beaten one inside.
    func isUndefeated(_ group: [Int]) -> Bool {
        let inside = Set(group)
        return group.allSatisfy { member in
            (0..<wins.size).allSatisfy { inside.contains($0) || wins[$0, member] == 0 }
        }
    }

    /// Whether no item inside a group has ever beaten one outside.
    func isWinless(_ group: [Int]) -> Bool {
        let inside = Set(group)
        return group.allSatisfy { member in
            (0..<wins.size).allSatisfy { inside.contains($0) || wins[member, $0] == 0 }
        }
    }

    private func groups(_ members: (Int) -> [Bool]) -> [[Int]] {
        var assigned = [Bool](repeating: false, count: wins.size)
        var groups: [[Int]] = []
        for start in 0..<wins.size where !assigned[start] {
            let found = members(start)
            let group = found.indices.filter { found[$0] && !assigned[$0] }
            for index in group { assigned[index] = true }
            groups.append(group)
        }
        return groups
    }

    private func reached(from start: Int, following isEdge: (Int, Int) -> Bool) -> [Bool] {
        var reached = [Bool](repeating: false, count: wins.size)
        reached[start] = true
        var open = [start]
        while let node = open.popLast() {
            for next in 0..<wins.size where !reached[next] && isEdge(node, next) {
                reached[next] = true
                open.append(next)
            }
        }
        return reached
    }
}
