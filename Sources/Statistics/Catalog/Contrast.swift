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
    /// The estimate, such as the share of decided comparisons that `left` won.
    public var value: Double?
    /// The standard error of `value`.
    public var standardError: Double?
    /// The confidence interval of `value`.
    public var interval: ConfidenceInterval?
    /// The two-sided p-value.
    public var p: Double?
    /// The p-value adjusted for the number of contrasts.
    public var pAdjusted: Double?

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
        pAdjusted: Double? = nil
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
    }
}
