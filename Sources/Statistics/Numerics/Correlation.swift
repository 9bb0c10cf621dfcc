/// How two lists of numbers go together.
package enum Correlation {
    /// Pearson's coefficient; nil where a list does not vary.
    package static func pearson(_ a: [Double], _ b: [Double]) -> Double? {
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
    package static func spearman(_ a: [Double], _ b: [Double]) -> Double? {
        pearson(MidRanks(a).ranks, MidRanks(b).ranks)
    }
}
