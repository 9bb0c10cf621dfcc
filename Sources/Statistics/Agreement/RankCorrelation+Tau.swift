extension RankCorrelation {
    /// Kendall's τ_b, its p-value by the normal approximation with ties.
    ///
    /// Discordant pairs are counted while sorting: Knight 1966, DOI 10.1080/01621459.1966.10480879.
    ///
    /// - Complexity: O(n log n).
    static func tau(_ a: [Double], _ b: [Double]) -> (value: Double, p: Double?)? {
        let order = a.indices.sorted { (a[$0], b[$0]) < (a[$1], b[$1]) }
        var sorted = order.map { b[$0] }
        let tiedBoth = pairsInRuns(order) { a[$0] == a[$1] && b[$0] == b[$1] }
        let tiedA = pairsInRuns(order) { a[$0] == a[$1] }
        let discordant = sortCountingInversions(&sorted)
        let tiedB = pairsInRuns(sorted, ==)
        let pairs = a.count * (a.count - 1) / 2
        guard pairs > tiedA, pairs > tiedB else { return nil }
        let difference = Double(pairs - tiedA - tiedB + tiedBoth - 2 * discordant)
        let value = difference / (Double(pairs - tiedA) * Double(pairs - tiedB)).squareRoot()
        let variance = tauVariance(a, b)
        return (value, variance > 0 ? 2 * Normal.upperTail(abs(difference) / variance.squareRoot()) : nil)
    }

    /// How many pairs lie within runs of equal neighbors.
    private static func pairsInRuns<Element>(_ list: [Element], _ areEqual: (Element, Element) -> Bool) -> Int {
        var (pairs, run) = (0, 0)
        for index in list.indices.dropFirst() {
            run = areEqual(list[index - 1], list[index]) ? run + 1 : 0
            pairs += run
        }
        return pairs
    }

    /// Sorts by merging and counts the pairs that were in the wrong order.
    private static func sortCountingInversions(_ list: inout [Double]) -> Int {
        var (inversions, width) = (0, 1)
        var merged = list
        while width < list.count {
            for start in stride(from: 0, to: list.count, by: 2 * width) {
                let (middle, end) = (min(start + width, list.count), min(start + 2 * width, list.count))
                var (left, right) = (start, middle)
                for place in start..<end {
                    if left < middle, right == end || list[left] <= list[right] {
                        merged[place] = list[left]
                        left += 1
                    } else {
                        merged[place] = list[right]
                        right += 1
                        inversions += middle - left
                    }
                }
            }
            swap(&list, &merged)
            width *= 2
        }
        return inversions
    }

    /// The variance of concordant minus discordant pairs under independence, with ties (Kendall 1970, chapter 4).
    private static func tauVariance(_ a: [Double], _ b: [Double]) -> Double {
        func sums(_ values: [Double]) -> (v: Double, two: Double, three: Double) {
            var groups: [Double: Double] = [:]
            for value in values { groups[value, default: 0] += 1 }
            var (v, two, three) = (0.0, 0.0, 0.0)
            for t in groups.values {
                v += t * (t - 1) * (2 * t + 5)
                two += t * (t - 1)
                three += t * (t - 1) * (t - 2)
            }
            return (v, two, three)
        }
        let (x, y, n) = (sums(a), sums(b), Double(a.count))
        var variance = (n * (n - 1) * (2 * n + 5) - x.v - y.v) / 18
        variance += x.two * y.two / (2 * n * (n - 1))
        if n > 2 { variance += x.three * y.three / (9 * n * (n - 1) * (n - 2)) }
        return variance
    }
}
