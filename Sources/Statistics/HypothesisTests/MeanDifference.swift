/// The difference of two means with its standard error and degrees of freedom.
struct MeanDifference {
    let value: Double
    let standardError: Double
    let degreesOfFreedom: Double
    /// The difference in standard deviations.
    let effectSize: Double
    private let effectVariance: Double?

    /// The mean of paired differences: effect d_z is the mean over the deviation of the differences.
    init(paired differences: [Double]) throws(Undefined) {
        let (mean, variance) = try Self.moments(differences, "paired ratings")
        guard variance > 0 else { throw Undefined("all differences are the same") }
        value = mean
        standardError = (variance / Double(differences.count)).squareRoot()
        degreesOfFreedom = Double(differences.count - 1)
        effectSize = mean / variance.squareRoot()
        effectVariance = nil
    }

    /// Two independent samples of unequal variances (Welch 1947, DOI 10.1093/biomet/34.1-2.28): the effect is over the
    /// root of the mean variance, its variance that of Bonett 2008, DOI 10.1037/1082-989X.13.2.99.
    init(_ left: [Double], _ right: [Double]) throws(Undefined) {
        let (meanLeft, varianceLeft) = try Self.moments(left, "ratings of one item")
        let (meanRight, varianceRight) = try Self.moments(right, "ratings of one item")
        guard varianceLeft + varianceRight > 0 else { throw Undefined("the ratings of neither item vary") }
        let (freeLeft, freeRight) = (Double(left.count - 1), Double(right.count - 1))
        let (a, b) = (varianceLeft / (freeLeft + 1), varianceRight / (freeRight + 1))
        value = meanLeft - meanRight
        standardError = (a + b).squareRoot()
        degreesOfFreedom = (a + b) * (a + b) / (a * a / freeLeft + b * b / freeRight)
        let variance = (varianceLeft + varianceRight) / 2
        effectSize = value / variance.squareRoot()
        let spread = varianceLeft * varianceLeft / freeLeft + varianceRight * varianceRight / freeRight
        let error = (varianceLeft / freeLeft + varianceRight / freeRight) / variance
        effectVariance = effectSize * effectSize * spread / (8 * variance * variance) + error
    }

    /// t under the hypothesis that the difference is `null`.
    func t(against null: Double = 0) -> Double { (value - null) / standardError }

    /// The interval of the difference.
    func interval(_ confidence: Double) -> ConfidenceInterval? {
        let t = StudentT(degreesOfFreedom: degreesOfFreedom).quantile(1 - (1 - confidence) / 2)
        return ConfidenceInterval(finite: value - t * standardError, value + t * standardError)
    }

    /// The interval of the effect size: by the noncentral t distribution for paired differences.
    func effectInterval(_ confidence: Double) -> ConfidenceInterval? {
        if let effectVariance {
            let margin = Normal.quantile(1 - (1 - confidence) / 2) * effectVariance.squareRoot()
            return ConfidenceInterval(finite: effectSize - margin, effectSize + margin)
        }
        let root = (degreesOfFreedom + 1).squareRoot()
        return NoncentralT.interval(t: t(), degreesOfFreedom: degreesOfFreedom, confidence: confidence)
            .flatMap { ConfidenceInterval(finite: $0.lower / root, $0.upper / root) }
    }

    /// The contrast of a two-sided test that the means are equal.
    func contrast(_ left: String, _ right: String, _ confidence: Double) -> Contrast {
        Contrast(
            left: left,
            right: right,
            value: value,
            standardError: standardError,
            interval: interval(confidence),
            p: StudentT(degreesOfFreedom: degreesOfFreedom).outside(t()),
            statisticValue: t(),
            df: degreesOfFreedom,
            effectSize: effectSize,
            effectInterval: effectInterval(confidence)
        )
    }

    private static func moments(
        _ values: [Double],
        _ what: String
    ) throws(Undefined) -> (mean: Double, variance: Double) {
        guard values.count > 1 else { throw Undefined("\(values.count) \(what) are too few: at least 2 are needed") }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        // What rounding alone leaves is no variance.
        let noise = values.reduce(0) { max($0, abs($1)) } * 1e-14
        let variance = squares / Double(values.count - 1)
        return (mean, variance > noise * noise ? variance : 0)
    }
}
