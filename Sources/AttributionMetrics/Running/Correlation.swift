#if NativeLibraries
/// How two lists of numbers go together.
enum Correlation {
    /// Pearson's coefficient; nil where a list does not vary.
    static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
        precondition(a.count == b.count, "Lists of one length are compared.")
        guard let first = a.first, let second = b.first else { return nil }
        // Numbers that are all one leave rounding errors of their mean, which would pass for a spread.
        guard a.contains(where: { $0 != first }), b.contains(where: { $0 != second }) else { return nil }
        let count = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
        var (product, squaresA, squaresB) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            product += (x - meanA) * (y - meanB)
            squaresA += (x - meanA) * (x - meanA)
            squaresB += (y - meanB) * (y - meanB)
        }
        guard squaresA > 0, squaresB > 0 else { return nil }
        // One root of the product gives exactly 1 for lists that are the same; very small numbers would vanish in it.
        let squares = squaresA * squaresB
        let norm = squares.isNormal ? squares.squareRoot() : squaresA.squareRoot() * squaresB.squareRoot()
        return product / norm
    }

    /// Spearman's coefficient, equal numbers having their mean rank; nil where a list does not vary.
    ///
    /// - Complexity: O(n log n).
    static func spearman(_ a: [Double], _ b: [Double]) -> Double? { pearson(ranks(a), ranks(b)) }

    /// Ranks from 1, the mean where numbers are equal.
    ///
    /// What is not a number equals nothing, itself included: its rank means nothing, but it has one.
    static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for index in start..<end { ranks[order[index]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }
}
#endif
