import SeededRandom
internal import Statistics

extension UnitPool {
    /// Signs for one participant's units with which every explainer is left and right equally often, ±1.
    ///
    /// Units are the edges of a graph whose nodes are the explainers. Walking along unused edges, first from every node of
    /// odd degree, then in closed walks, and putting the explainer that the walk leaves on the left, enters each node as
    /// often as it leaves it but for the ends of the open walks (Euler). It always succeeds.
    /// - Complexity: O(units + explainers).
    func balancedSigns(of units: some Sequence<Int>, using generator: inout SeededGenerator) -> [Int] {
        let units = Array(units)
        var incident = [[Int]](repeating: [], count: explainerCount)
        for (edge, unit) in units.enumerated() {
            incident[ends[unit].first].append(edge)
            incident[ends[unit].second].append(edge)
        }
        var signs = [Int](repeating: 0, count: units.count)
        var degree = incident.map(\.count)

        func walk(from start: Int) {
            var node = start
            while let edge = incident[node].popLast() {
                guard signs[edge] == 0 else { continue }
                let (first, second) = (ends[units[edge]].first, ends[units[edge]].second)
                signs[edge] = node == first ? 1 : -1
                degree[first] -= 1
                degree[second] -= 1
                node = node == first ? second : first
            }
        }

        var nodes = Array(0..<explainerCount)
        generator.shuffle(&nodes)
        for node in nodes where !degree[node].isMultiple(of: 2) { walk(from: node) }
        for node in nodes {
            while degree[node] > 0 { walk(from: node) }
        }
        return signs
    }
}
