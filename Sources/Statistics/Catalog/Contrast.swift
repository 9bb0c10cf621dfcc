/// A comparison of two items, or of two groups.
public struct Contrast: Codable, Sendable, Equatable {
    /// The first item's id.
    public let left: String
    /// The second item's id.
    public let right: String
    /// How often `left` won.
    public var wins: Int?
    /// How often `right` won.
    public var losses: Int?
    /// How often neither won.
    public var ties: Int?
    /// The estimate: the share of decided comparisons that `left` won, or how much greater its worth or mean is.
    public var value: Double?
    /// The standard error of `value`.
    public var standardError: Double?
    /// The confidence interval of `value`.
    public var interval: ConfidenceInterval?
    /// The two-sided p-value.
    public var p: Double?
    /// The p-value adjusted for the number of contrasts.
    public var pAdjusted: Double?
    /// The test statistic that `p` belongs to.
    public var statisticValue: Double?
    /// Its degrees of freedom.
    public var df: Double?
    /// The difference in standard deviations, as the method says.
    public var effectSize: Double?
    /// The confidence interval of `effectSize`.
    public var effectInterval: ConfidenceInterval?
    /// Why there is no value or no p-value; absent where both are there.
    public var reason: String?
    /// The odds that `left` wins rather than `right`.
    public var oddsRatio: Double?
    /// The probability that `left` wins where one of both does.
    public var probabilityOfSuperiority: Double?
    /// Cohen's g: how far a share is from one half.
    ///
    /// Cohen 1988, Statistical Power Analysis, 2nd edition, chapter 5.
    public var cohensG: Double?

    /// A comparison of two items; numbers that are not finite are left out.
    public init(
        left: String,
        right: String,
        wins: Int? = nil,
        losses: Int? = nil,
        ties: Int? = nil,
        value: Double? = nil,
        standardError: Double? = nil,
        interval: ConfidenceInterval? = nil,
        p: Double? = nil,
        pAdjusted: Double? = nil,
        statisticValue: Double? = nil,
        df: Double? = nil,
        effectSize: Double? = nil,
        effectInterval: ConfidenceInterval? = nil,
        reason: String? = nil
    ) {
        self.left = left
        self.right = right
        self.wins = wins
        self.losses = losses
        self.ties = ties
        self.value = value.finite
        self.standardError = standardError.finite
        self.interval = interval
        self.p = p.finite
        self.pAdjusted = pAdjusted.finite
        self.statisticValue = statisticValue.finite
        self.df = df.finite
        self.effectSize = effectSize.finite
        self.effectInterval = effectInterval
        self.reason = reason
    }
}
