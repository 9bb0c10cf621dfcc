/// One computed statistic, in the shape that `--json` prints; absent fields are left out and no number is ever NaN.
public struct StatisticResult: Codable, Sendable, Equatable {
    /// The statistic's name in the catalog.
    public let name: String
    /// The measurement level it was computed at, where it has one.
    public var level: MeasurementLevel?
    /// Which of several figures or forms this is, such as `clustered` or `naive`.
    public var form: String?
    /// The estimate, where the statistic is a single number.
    public var value: Double?
    /// Its standard error.
    public var standardError: Double?
    /// Its confidence interval.
    public var interval: ConfidenceInterval?
    /// How value, standard error and interval were computed, in words.
    public var method: String
    /// How many answers entered.
    public var n: Int
    /// How many answers were left out, such as ties in a test of decided comparisons.
    public var nDropped: Int?
    /// Whether there is a value.
    public var status: StatisticStatus
    /// Why there is none; absent exactly when `status` is `ok`.
    public var reason: String?
    /// The p-value, two-sided unless `method` says otherwise.
    public var p: Double?
    /// The test statistic that `p` belongs to.
    public var statisticValue: Double?
    /// Degrees of freedom: of the test statistic, or how many parameters were fitted where there is a log-likelihood.
    public var df: Double?
    /// The maximized log-likelihood.
    public var logLikelihood: Double?
    /// The fitted parameters of the model that are no item's, by name.
    public var parameters: [String: Double]?
    /// The name of the weights between categories.
    public var weights: String?
    /// A value per item, or per participant where `method` says so.
    public var items: [ItemEstimate]?
    /// A value per group of participants or items, where the ratings name groups.
    public var groups: [ItemEstimate]?
    /// Where the value stands on scales of words, of coefficients of agreement with a standard error.
    public var benchmarks: [AgreementBenchmark]?
    /// A table over items.
    public var matrix: ItemMatrix?
    /// Comparisons of two items each, or of two groups where there are ``groups``.
    public var contrasts: [Contrast]?
    /// What a reader must know to trust the numbers.
    public var warnings: [String]?
    /// The source of the method.
    public var citation: String?
    /// How it departs from the study's analysis plan, where there is one.
    public var deviations: [String]?

    /// A statistic that has been computed.
    public init(name: String, method: String, n: Int) {
        self.name = name
        self.method = method
        self.n = n
        status = .ok
    }

    /// Adds something that a reader must know.
    mutating func warn(_ warning: String) {
        warnings = (warnings ?? []) + [warning]
    }

    /// Sets the standard error of a chance-corrected coefficient, and what it means on scales of words.
    mutating func setError(_ error: Double) {
        standardError = error
        guard let value else { return }
        let found = AgreementBenchmark.Scale.allCases.compactMap {
            AgreementBenchmark($0, value: value, standardError: error)
        }
        benchmarks = found.isEmpty ? nil : found
    }

    /// Marks the result as one without a value.
    mutating func mark(_ undefined: Undefined) {
        status = undefined.status
        reason = undefined.reason
        value = nil
        standardError = nil
        interval = nil
        p = nil
        statisticValue = nil
        benchmarks = nil
    }

    /// The result without numbers that JSON cannot hold; a value that is not finite makes it undefined.
    func checked() -> StatisticResult {
        var result = self
        result.standardError = standardError.finite
        result.p = p.finite
        result.statisticValue = statisticValue.finite
        result.df = df.finite
        result.parameters = parameters?.filter { $0.value.isFinite }
        result.logLikelihood = logLikelihood.finite
        if let interval, !interval.lower.isFinite || !interval.upper.isFinite { result.interval = nil }
        if let value, !value.isFinite {
            result.mark(Undefined("the computation did not give a finite number"))
        }
        return result
    }
}
