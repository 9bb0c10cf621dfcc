#if NativeLibraries
import SeededRandom
public import Statistics

/// How reliable a metric is: whether images agree on which methods are good.
///
/// Tomsett et al. 2020, arXiv:1912.01451; Gomez et al. 2023, arXiv:2311.17876.
public struct MetricReliability: Sendable {
    /// Krippendorff's alpha with images as coders, methods as units and the ranks of methods on an image as values; for
    /// metrics that are yes or no these values themselves, nominal.
    ///
    /// The benchmark of Gomez et al. takes agreement for disagreement where values are yes or no; here it is not so.
    public let alpha: StatisticResult
    /// The mean Spearman correlation, over images, of the scores of two methods; nil where nothing varies.
    public let interMethod: Double?

    /// Judges a metric by its scores.
    ///
    /// - Throws: `StatisticsError` where an option is out of range.
    public init(_ table: ScoreTable, resamples: Int = 2000, seed: UInt64 = 1) throws {
        let known = table.values.filter { $0.allSatisfy { $0 != nil } }.map { $0.compactMap(\.self) }
        let isBinary = !known.isEmpty && known.allSatisfy { $0.allSatisfy { $0 == 0 || $0 == 1 } }
        let rows = isBinary ? known : table.ranks
        var builder = RatingTable.Builder()
        for (image, row) in rows.enumerated() {
            for (method, value) in row.enumerated() {
                try builder.add(
                    participant: "image\(image)",
                    item: table.methods[method],
                    value: "\(value)",
                    line: image + 1
                )
            }
        }
        let options = try AnalysisOptions(
            level: isBinary ? .nominal : .ordinal,
            resamples: resamples,
            seed: seed
        )
        let results = try StatisticCatalog.compute(
            ["krippendorff-alpha"],
            of: .agreement,
            from: builder.build(),
            options: options
        )
        alpha = results[0]
        interMethod = Self.meanSpearman(table)
    }

    private static func meanSpearman(_ table: ScoreTable) -> Double? {
        var found: [Double] = []
        for first in table.methods.indices {
            for second in table.methods.indices.dropFirst(first + 1) {
                let pairs = table.values.compactMap { row in row[first].flatMap { a in row[second].map { (a, $0) } } }
                if let value = Correlation.spearman(pairs.map(\.0), pairs.map(\.1)) { found.append(value) }
            }
        }
        return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
    }

    /// How two metrics go together: the mean over methods of the Spearman correlation of their scores over images, lower
    /// scores counting as higher where lower is better; nil where nothing varies.
    ///
    /// The internal consistency of Tomsett et al. 2020.
    public static func consistency(_ one: ScoreTable, _ other: ScoreTable) -> Double? {
        precondition(one.methods == other.methods && one.values.count == other.values.count, "Tables differ in shape.")
        let sign: Double = (one.direction == .lower) == (other.direction == .lower) ? 1 : -1
        let found = one.methods.indices.compactMap { method in
            let pairs = zip(one.values, other.values).compactMap { a, b in
                a[method].flatMap { x in b[method].map { (x, $0) } }
            }
            return Correlation.spearman(pairs.map(\.0), pairs.map(\.1)).map { sign * $0 }
        }
        return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
    }
}

extension ScoreTable {
    /// The bootstrap over images of a method's mean, bias-corrected and accelerated; nil with fewer than two scores.
    ///
    /// Efron 1987, "Better Bootstrap Confidence Intervals", JASA 82(397):171-185, equations 2.3, 4.3 and 7.3, with means
    /// equal to that of the scores counted half.
    ///
    /// - Complexity: O(resamples × images).
    public func interval(
        _ method: Int,
        confidence: Double = 0.95,
        resamples: Int = 2000,
        seed: UInt64 = 1
    ) -> ClosedRange<Double>? {
        let known = values.compactMap { $0[method] }
        guard known.count > 1 else { return nil }
        let mean = known.reduce(0, +) / Double(known.count)
        let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard squares > 0 else { return mean...mean }
        let cubes = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) }
        let acceleration = cubes / (6 * squares * squares.squareRoot())
        let means = (0..<resamples).map { resample in
            var generator = SeededGenerator(seed: seed, stream: UInt64(resample))
            let sum = (0..<known.count).reduce(0.0) { sum, _ in sum + known[generator.below(known.count)] }
            return sum / Double(known.count)
        }.sorted()
        let below = means.count { $0 < mean }
        let equal = means.count { $0 == mean }
        let bias = Normal.quantile((Double(below) + Double(equal) / 2) / Double(resamples))
        guard bias.isFinite else { return nil }
        func share(_ probability: Double) -> Double {
            let z = bias + Normal.quantile(probability)
            return Normal.cdf(bias + z / (1 - acceleration * z))
        }
        func quantile(_ share: Double) -> Double {
            let place = share * Double(resamples - 1)
            let (low, high) = (Int(place), min(resamples - 1, Int(place) + 1))
            return means[low] + (means[high] - means[low]) * (place - Double(low))
        }
        let tail = (1 - confidence) / 2
        return quantile(share(tail))...quantile(share(1 - tail))
    }
}
#endif
