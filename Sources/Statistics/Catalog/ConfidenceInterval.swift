/// A confidence interval; in JSON an array of two numbers, `[lower, upper]`.
public struct ConfidenceInterval: Codable, Sendable, Equatable {
    /// The lower limit.
    public let lower: Double
    /// The upper limit.
    public let upper: Double

    /// The interval from `lower` to `upper`.
    public init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// Reads `[lower, upper]`.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        lower = try container.decode(Double.self)
        upper = try container.decode(Double.self)
    }

    /// Writes `[lower, upper]`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(lower)
        try container.encode(upper)
    }

    /// The interval, or nil where a limit is not a finite number.
    init?(finite lower: Double, _ upper: Double) {
        guard lower.isFinite, upper.isFinite else { return nil }
        self.init(lower, upper)
    }
}
