/// What an estimate divided by its standard error follows.
enum WaldDistribution: Sendable {
    case normal
    case t(degreesOfFreedom: Double)

    /// How many standard errors an interval reaches to each side.
    func quantile(confidence: Double) -> Double {
        let probability = 1 - (1 - confidence) / 2
        switch self {
        case .normal: return Normal.quantile(probability)
        case .t(let df): return StudentT(degreesOfFreedom: df).quantile(probability)
        }
    }

    /// The two-sided p-value.
    func outside(_ ratio: Double) -> Double {
        switch self {
        case .normal: return min(1, 2 * Normal.upperTail(abs(ratio)))
        case .t(let df): return StudentT(degreesOfFreedom: df).outside(ratio)
        }
    }

    /// The name in texts.
    var title: String {
        switch self {
        case .normal: "normal"
        case .t(let df): "t with \(Int(df)) df"
        }
    }
}
