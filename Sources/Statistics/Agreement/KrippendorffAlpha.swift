internal import RealModule

extension Statistic {
    /// Krippendorff's alpha.
    static let krippendorffAlpha = Statistic(
        name: "krippendorff-alpha",
        summary: "1 minus observed over expected disagreement, at a measurement level; allows missing ratings",
        citation: "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability,"
            + " https://repository.upenn.edu/asc_papers/43",
        families: [.agreement],
        needsLevel: true,
        ratings: { table, options in
            let level = options.level ?? .nominal
            let alpha = try KrippendorffAlpha(
                level: level,
                categories: table.categories,
                values: table.design.values,
                period: options.period
            )
            let estimate = AgreementEstimate(design: table.design, options: options)
            var result = estimate.result(
                name: "krippendorff-alpha",
                method: "coincidences of pairable ratings",
                coefficient: alpha.value
            )
            result.level = level
            return [result]
        }
    )
}

/// Krippendorff's alpha at one measurement level.
///
/// Nominal disagreement needs only sums of squared counts. Ordinal and interval disagreement are squared differences of
/// scores (mid-ranks or the values themselves), so that moments replace the sum over pairs of values. Ratio
/// disagreement has no such form and takes the pairs of values within each unit.
struct KrippendorffAlpha {
    let level: MeasurementLevel
    private let values: [Double]
    private let period: Double

    /// Prepares the distance of a level.
    ///
    /// - Throws: ``StatisticsError`` `.valuesNotNumeric` where the level needs numbers (ratio: none negative).
    init(level: MeasurementLevel, categories: [String], values: [Double]?, period: Double? = nil) throws {
        self.level = level
        self.period = period ?? 1
        guard let values else {
            self.values = []
            guard level == .nominal || categories.isEmpty else {
                let label = categories.first { Double($0) == nil } ?? ""
                throw StatisticsError(
                    .valuesNotNumeric,
                    "level \(level.rawValue) needs numbers, but “\(label)” is a value: code the values as numbers"
                        + " or use --level nominal"
                )
            }
            return
        }
        if level == .ratio, let negative = values.first(where: { $0 < 0 }) {
            throw StatisticsError(
                .valuesNotNumeric,
                "level ratio needs values of 0 or more, but \(negative) occurs: use --level interval"
            )
        }
        // Squared differences do not change under a shift; centred values keep their digits.
        let center = level == .interval && !values.isEmpty ? values.reduce(0, +) / Double(values.count) : 0
        self.values = values.map { $0 - center }
    }

    /// Alpha from counts.
    ///
    /// - Throws: ``Undefined`` without pairable ratings or without variation.
    func value(_ counts: AgreementCounts) throws(Undefined) -> Double {
        let (totals, n) = counts.pairableTotals()
        guard n > 0 else { throw Undefined.noPairs }
        guard totals.lazy.filter({ $0 > 0 }).count > 1 else { throw Undefined.oneCategory }
        let (observed, expected) =
            switch level {
            case .nominal: nominal(counts, totals, n)
            case .ordinal: squaredDifferences(counts, totals, n, scores: midRanks(totals))
            case .interval: squaredDifferences(counts, totals, n, scores: values)
            case .ratio: pairs(counts, totals, Self.ratio)
            case .circular: pairs(counts, totals) { Self.circular($0 - $1, period) }
            }
        guard expected > 0 else { throw Undefined.oneCategory }
        return 1 - (n - 1) * observed / expected
    }

    /// Sums of disagreement: observed over units, each divided by its pairs per answer; expected over all pairs.
    private func nominal(_ counts: AgreementCounts, _ totals: [Double], _ n: Double) -> (Double, Double) {
        var observed = 0.0
        for unit in 0..<counts.design.unitCount where counts.isPairable(unit) {
            let m = counts.total[unit]
            var same = 0.0
            for entry in counts.entries(of: unit) { same += counts.count[entry] * counts.count[entry] }
            observed += counts.unitWeight[unit] * (m * m - same) * m / (m * m - counts.squares[unit])
        }
        return (observed, n * n - totals.reduce(0) { $0 + $1 * $1 })
    }

    /// The position of each category among all pairable ratings; differences of these are Krippendorff's ordinal metric.
    private func midRanks(_ totals: [Double]) -> [Double] {
        var below = -totals.reduce(0, +) / 2
        return totals.map { count in
            defer { below += count }
            return below + count / 2
        }
    }

    private func squaredDifferences(
        _ counts: AgreementCounts,
        _ totals: [Double],
        _ n: Double,
        scores: [Double]
    ) -> (Double, Double) {
        var observed = 0.0
        for unit in 0..<counts.design.unitCount where counts.isPairable(unit) {
            let m = counts.total[unit]
            var sum = 0.0
            for entry in counts.entries(of: unit) {
                sum += counts.count[entry] * scores[Int(counts.design.entryCategory[entry])]
            }
            let mean = sum / m
            var scatter = 0.0
            for entry in counts.entries(of: unit) {
                let difference = scores[Int(counts.design.entryCategory[entry])] - mean
                scatter += counts.count[entry] * difference * difference
            }
            observed += counts.unitWeight[unit] * 2 * m * scatter * m / (m * m - counts.squares[unit])
        }
        var sum = 0.0
        for (category, total) in totals.enumerated() { sum += total * scores[category] }
        let mean = sum / n
        var scatter = 0.0
        for (category, total) in totals.enumerated() {
            scatter += total * (scores[category] - mean) * (scores[category] - mean)
        }
        return (observed, 2 * n * scatter)
    }

    private static func ratio(_ a: Double, _ b: Double) -> Double {
        let sum = a + b
        // Two zeros are equal.
        if sum == 0 { return 0 }
        let quotient = (a - b) / sum
        return quotient * quotient
    }

    /// sin²(π d / period).
    private static func circular(_ difference: Double, _ period: Double) -> Double {
        let sine = Double.sin(.pi * difference / period)
        return sine * sine
    }

    private func pairs(
        _ counts: AgreementCounts,
        _ totals: [Double],
        _ distance: (Double, Double) -> Double
    ) -> (Double, Double) {
        let category = counts.design.entryCategory
        var observed = 0.0
        for unit in 0..<counts.design.unitCount where counts.isPairable(unit) {
            let m = counts.total[unit]
            let entries = counts.entries(of: unit)
            var disagreement = 0.0
            for entry in entries where counts.count[entry] > 0 {
                let value = values[Int(category[entry])]
                var sum = 0.0
                for other in entry + 1..<max(entry + 1, entries.upperBound) {
                    sum += counts.count[other] * distance(value, values[Int(category[other])])
                }
                disagreement += 2 * counts.count[entry] * sum
            }
            observed += counts.unitWeight[unit] * disagreement * m / (m * m - counts.squares[unit])
        }
        var expected = 0.0
        for first in totals.indices where totals[first] > 0 {
            for second in first + 1..<max(first + 1, totals.count) {
                expected += 2 * totals[first] * totals[second] * distance(values[first], values[second])
            }
        }
        return (observed, expected)
    }
}
