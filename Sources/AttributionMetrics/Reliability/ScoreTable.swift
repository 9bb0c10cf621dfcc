#if NativeLibraries
import Statistics

/// The scores that methods get on images by one metric.
public struct ScoreTable: Sendable {
    /// The metric.
    public let metric: String
    /// Which way is better.
    public let direction: MetricTraits.Direction
    /// The methods, in the order of columns.
    public let methods: [String]
    /// One row an image, one column a method; nil where a score is undefined.
    public let values: [[Double?]]

    /// - Precondition: Every row has a value for each method.
    public init(metric: String, direction: MetricTraits.Direction, methods: [String], values: [[Double?]]) {
        precondition(values.allSatisfy { $0.count == methods.count }, "A row of scores lacks methods.")
        (self.metric, self.direction, self.methods, self.values) = (metric, direction, methods, values)
    }

    /// Ranks of the methods on each image that has all scores, 1 for the best, the mean where scores are equal.
    var ranks: [[Double]] {
        values.compactMap { row in
            let known = row.compactMap(\.self)
            guard known.count == row.count else { return nil }
            return MidRanks(direction == .higher ? known.map { -$0 } : known).ranks
        }
    }

    /// The mean of a method's scores that are defined; nil where none is.
    public func mean(_ method: Int) -> Double? {
        let known = values.compactMap { $0[method] }
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }

    /// How many of a method's scores are undefined.
    public func undefinedCount(_ method: Int) -> Int { values.count { $0[method] == nil } }

    /// The place of each method by its mean, 1 for the best, the mean of places where means are equal; nil without scores.
    public var places: [Double?] {
        let means = methods.indices.map { mean($0) }
        let known = methods.indices.filter { means[$0] != nil }
        let sorted = MidRanks(known.map { (direction == .higher ? -1 : 1) * (means[$0] ?? 0) }).ranks
        var places = [Double?](repeating: nil, count: methods.count)
        for (index, method) in known.enumerated() { places[method] = sorted[index] }
        return places
    }
}
#endif
