/// The centre of symmetric differences: the median of the means of all two of them (Walsh averages).
///
/// Hodges and Lehmann 1963, Annals of Mathematical Statistics 34(2):598-611, DOI 10.1214/aoms/1177704172. The interval
/// holds the differences that the signed-rank test does not refuse; ties make it wider than it need be.
struct HodgesLehmann {
    private let sorted: [Double]
    private var averages: Int { sorted.count * (sorted.count + 1) / 2 }

    /// Takes at least one difference.
    init(_ differences: [Double]) { sorted = differences.sorted() }

    /// The median of the Walsh averages.
    var estimate: Double {
        let count = averages
        let upper = average(at: count / 2)
        return count.isMultiple(of: 2) ? (average(at: count / 2 - 1) + upper) / 2 : upper
    }

    /// The interval; nil where there are too few differences for its confidence.
    func interval(_ confidence: Double) -> ConfidenceInterval? {
        let tail = (1 - confidence) / 2
        let depth = SignedRankQuantile.lower(tail, count: sorted.count)
        guard depth > 0 else { return nil }
        return ConfidenceInterval(finite: average(at: depth - 1), average(at: averages - depth))
    }

    /// The Walsh average of a rank from 0, by halving: how many lie below a value takes one pass.
    private func average(at rank: Int) -> Double {
        var (low, high) = (sorted[0], sorted[sorted.count - 1])
        if count(upTo: low) > rank { return low }
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return high }
            if count(upTo: middle) > rank { high = middle } else { low = middle }
        }
    }

    private func count(upTo limit: Double) -> Int {
        var (total, end) = (0, sorted.count)
        for start in sorted.indices {
            while end > start, (sorted[start] + sorted[end - 1]) / 2 > limit { end -= 1 }
            if end <= start { break }
            total += end - start
        }
        return total
    }
}

/// Quantiles of the sum of the ranks 1…n with random signs.
enum SignedRankQuantile {
    /// How many of the least sums have at most the share `tail`; by the normal distribution beyond 50.
    static func lower(_ tail: Double, count: Int) -> Int {
        let n = Double(count)
        guard count <= SignedRankTest.exactLimit else {
            let deviation = (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
            return Int(max(0, n * (n + 1) / 4 + Normal.quantile(tail) * deviation))
        }
        let reach = count * (count + 1) / 2
        var probability = [Double](repeating: 0, count: reach + 1)
        probability[0] = 1
        var filled = 0
        for rank in 0..<count {
            filled += rank + 1
            for sum in stride(from: filled, through: 0, by: -1) {
                probability[sum] = (probability[sum] + (sum > rank ? probability[sum - rank - 1] : 0)) / 2
            }
        }
        var (sum, below) = (0, 0.0)
        while sum < reach, below + probability[sum] <= tail * (1 + 1e-12) {
            below += probability[sum]
            sum += 1
        }
        return sum
    }
}
