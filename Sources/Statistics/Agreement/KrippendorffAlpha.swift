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
            let alpha = try KrippendorffAlpha(table, table.design.values, options)
            let estimate = AgreementEstimate(design: table.design, options: options)
            var result = estimate.result(
                name: "krippendorff-alpha",
                method: "coincidences of pairable ratings",
                coefficient: alpha
            )
            result.level = level
            if options.customWeights != nil { result.weights = "custom" }
            return [result]
        }
    )
}

/// Krippendorff's alpha at one measurement level: 1 − (n − 1) · observed / expected disagreement.
///
/// Nominal disagreement needs only sums of squared counts. Ordinal and interval disagreement are squared differences of
/// scores (mid-ranks or the values themselves), so that moments replace the sum over pairs of values. Other
/// disagreement has no such form and takes the pairs of values within each unit.
struct KrippendorffAlpha: AgreementCoefficient {
    /// How sums over units give both disagreements.
    enum Form: Sendable {
        case nominal
        /// Squared differences of values.
        case moments
        /// Mid-ranks follow from sums; few categories, whose coincidences are summed.
        case coincidences
        /// Mid-ranks with many categories: a second pass over the counts.
        case ranks
        /// A distance that is fixed beforehand.
        case distances
    }

    let form: Form
    let size: Int
    /// Values, shifted where a shift does not matter.
    let values: [Double]
    /// Squared distances of categories, row by row; empty where they are too many to be stored.
    let distances: [Double]
    private let level: MeasurementLevel
    private let period: Double

    /// Prepares the distance of the options' level, or of their custom weights.
    ///
    /// - Throws: ``StatisticsError`` `.valuesNotNumeric` where the level needs numbers (ratio: none negative),
    ///   `.invalidOption` for custom weights that lack a category.
    init(_ table: RatingTable, _ numbers: [Double]?, _ options: AnalysisOptions) throws {
        level = options.level ?? .nominal
        period = options.period ?? 1
        size = table.categories.count
        if options.customWeights != nil {
            let weights = try table.weights(options, otherwise: .identity).matrix
            form = .distances
            values = []
            distances = weights?.elements.map { 1 - $0 } ?? []
            return
        }
        let values = try Self.checked(numbers, table.categories, level)
        switch level {
        case .nominal: form = .nominal
        case .ordinal: form = size <= 12 ? .coincidences : .ranks
        case .interval: form = .moments
        case .ratio, .circular: form = .distances
        }
        // Squared differences do not change under a shift; centred values keep their digits.
        let center = level == .interval && !values.isEmpty ? values.reduce(0, +) / Double(values.count) : 0
        self.values = values.map { $0 - center }
        var distances: [Double] = []
        if form == .distances, size <= 1024 {
            distances.reserveCapacity(size * size)
            for a in values {
                for b in values { distances.append(Self.distance(a, b, level, options.period ?? 1)) }
            }
        }
        self.distances = distances
    }

    private static func checked(
        _ values: [Double]?,
        _ categories: [String],
        _ level: MeasurementLevel
    ) throws -> [Double] {
        guard let values else {
            guard level == .nominal || categories.isEmpty else {
                let label = categories.first { Double($0) == nil } ?? ""
                throw StatisticsError(
                    .valuesNotNumeric,
                    "level \(level.rawValue) needs numbers, but “\(label)” is a value: code the values as numbers"
                        + " or use --level nominal"
                )
            }
            return []
        }
        if level == .ratio, let negative = values.first(where: { $0 < 0 }) {
            throw StatisticsError(
                .valuesNotNumeric,
                "level ratio needs values of 0 or more, but \(negative) occurs: use --level interval"
            )
        }
        return values
    }

    private static func distance(_ a: Double, _ b: Double, _ level: MeasurementLevel, _ period: Double) -> Double {
        if level == .circular {
            let sine = Double.sin(.pi * (a - b) / period)
            return sine * sine
        }
        // Two zeros are equal.
        guard a + b != 0 else { return 0 }
        let quotient = (a - b) / (a + b)
        return quotient * quotient
    }

    var rareUnitsNeeded: Double { RareAnswers.unitsNeeded(weighted: form != .nominal && size > 2) }

    /// The squared distance of two categories, of form `distances`.
    func distance(_ a: Int, _ b: Int) -> Double {
        distances.isEmpty ? Self.distance(values[a], values[b], level, period) : distances[a * size + b]
    }
}
