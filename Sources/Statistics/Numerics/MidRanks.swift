/// Ranks of numbers.
package struct MidRanks {
    /// Ranks from 1, the mean where numbers are equal.
    package let ranks: [Double]
    /// Σ (t³ − t) over groups of t equal numbers.
    package let ties: Double

    /// Ranks numbers.
    ///
    /// What is not a number equals nothing, itself included: its rank means nothing, but it has one.
    ///
    /// - Complexity: O(n log n).
    package init(_ values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var (ranks, ties) = ([Double](repeating: 0, count: values.count), 0.0)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for index in start..<end { ranks[order[index]] = Double(start + end + 1) / 2 }
            let size = Double(end - start)
            ties += size * size * size - size
            start = end
        }
        (self.ranks, self.ties) = (ranks, ties)
    }
}
