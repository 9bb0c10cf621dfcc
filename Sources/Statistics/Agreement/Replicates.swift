/// A coefficient's values with something drawn anew, left out or weighed a little more, and the variance they stand for.
struct Replicates: Sendable {
    /// What the values are.
    enum Kind: Sendable {
        /// Of bootstrap resamples; their variance is to be scaled.
        case draws(scale: Double)
        /// Without one cluster of units, or one rater, at a time.
        case deletions
        /// The influence of each cluster of units.
        case influences
    }

    let kind: Kind
    /// NaN where there is no value.
    private(set) var values: [Double]

    /// How many have no value.
    var missing: Int { values.count(where: \.isNaN) }

    /// The variance; nil where too few have a value, which of deletions and influences none may lack.
    var variance: Double? {
        let known = values.filter { !$0.isNaN }
        guard known.count > 1 else { return nil }
        let (number, mean) = (Double(known.count), known.reduce(0, +) / Double(known.count))
        let scatter = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        switch kind {
        case .draws(let scale): return known.count * 2 >= values.count ? scale * scatter / (number - 1) : nil
        case .deletions: return known.count == values.count ? scatter * (number - 1) / number : nil
        case .influences: return known.count == values.count ? scatter / (number * (number - 1)) : nil
        }
    }

    /// The replicates of a difference of two coefficients, the same things being drawn or left out for both.
    static func - (a: Replicates, b: Replicates) -> Replicates {
        Replicates(kind: a.kind, values: zip(a.values, b.values).map { $0 - $1 })
    }
}
