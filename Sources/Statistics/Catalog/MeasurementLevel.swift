/// What differences between rating values mean (Stevens 1946).
public enum MeasurementLevel: String, Codable, Sendable, CaseIterable {
    /// Values are names: equal or not.
    case nominal
    /// Values have an order.
    case ordinal
    /// Differences between values mean something.
    case interval
    /// Ratios of values mean something; values are not negative and 0 means none.
    case ratio
    /// Values go round: after the period they begin anew, as hours and angles do.
    case circular
}
