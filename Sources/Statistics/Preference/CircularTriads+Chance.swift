extension CircularTriads {
    /// How likely as few circular triads are where every choice is a coin's.
    ///
    /// - Parameters:
    ///   - triads: over all round robins.
    ///   - sizes: how many items each of them has.
    /// - Returns: P(at most as many) exactly for up to 7 items, by the chi-squared of Kendall and Babington Smith 1940 for
    ///   one larger round robin, and by a normal approximation for several; with its name.
    static func chance(ofAtMost triads: Int, sizes: [Int]) -> (p: Double, name: String) {
        if sizes.allSatisfy({ $0 <= 7 }), sizes.count <= 200 {
            var distribution = [1.0]
            for size in sizes { distribution = convolved(distribution, shares[size - 3]) }
            return (min(1, distribution.prefix(triads + 1).reduce(0, +)), "exact")
        }
        if sizes.count == 1, let size = sizes.first {
            let k = Double(size)
            let df = k * (k - 1) * (k - 2) / ((k - 4) * (k - 4))
            let chi = 8 / (k - 4) * (triples(size) / 4 - Double(triads) + 0.5) + df
            return (ChiSquared(degreesOfFreedom: df).upperTail(max(0, chi)), "chi-squared")
        }
        let all = sizes.reduce(0) { $0 + triples($1) }
        let z = (Double(triads) + 0.5 - all / 4) / (3 * all / 16).squareRoot()
        return (Normal.cdf(z), "normal")
    }

    private static func triples(_ size: Int) -> Double { Double(size * (size - 1) * (size - 2) / 6) }

    /// For 3…7 items the share of all tournaments that have 0, 1, … circular triads.
    private static let shares = (3...7).map { size -> [Double] in
        let pairs = (0..<size).flatMap { a in (a + 1..<max(a + 1, size)).map { (a, $0) } }
        var wins = (0..<size).map { size - 1 - $0 }
        var isUpset = [Bool](repeating: false, count: pairs.count)
        var counts = [Int](repeating: 0, count: 1)
        func count() {
            let triads = consistence(wins: wins).triads
            while counts.count <= triads { counts.append(0) }
            counts[triads] += 1
        }
        count()
        // From one tournament to the next a single choice changes: the Gray code.
        for step in 1..<1 << pairs.count {
            let index = step.trailingZeroBitCount
            let change = isUpset[index] ? 1 : -1
            isUpset[index].toggle()
            wins[pairs[index].0] += change
            wins[pairs[index].1] -= change
            count()
        }
        return counts.map { Double($0) / Double(1 << pairs.count) }
    }

    private static func convolved(_ a: [Double], _ b: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: a.count + b.count - 1)
        for (i, x) in a.enumerated() { for (j, y) in b.enumerated() { result[i + j] += x * y } }
        return result
    }
}
