/// A statistic's value for one item (or one participant, where the statistic is a figure per participant).
public struct ItemEstimate: Codable, Sendable, Equatable {
    /// The item's id.
    public let item: String
    /// The estimate, where it exists.
    public var value: Double?
    /// Its standard error.
    public var standardError: Double?
    /// Its confidence interval.
    public var interval: ConfidenceInterval?
    /// The p-value, two-sided of the value being 0 unless the result's `method` says otherwise.
    public var p: Double?
    /// The best rank that the item may have, 1 being the greatest worth; simultaneous with those of all items.
    public var rankLower: Int?
    /// The worst rank that it may have.
    public var rankUpper: Int?
    /// Why there is no value; absent when there is one.
    public var status: StatisticStatus?
    /// What is the matter, in words; absent when nothing is.
    public var reason: String?

    /// An estimate for one item; numbers that are not finite are left out.
    public init(
        item: String,
        value: Double? = nil,
        standardError: Double? = nil,
        interval: ConfidenceInterval? = nil,
        status: StatisticStatus? = nil,
        reason: String? = nil
    ) {
        self.item = item
        self.value = value.finite
        self.standardError = standardError.finite
        self.interval = interval
        self.status = status
        self.reason = reason
        if value != nil, self.value == nil, status == nil {
            self.status = .undefined
            self.reason = reason ?? "the computation did not give a finite number"
        }
    }
}

extension Double? {
    /// Nil instead of a number that is not finite.
    var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}
