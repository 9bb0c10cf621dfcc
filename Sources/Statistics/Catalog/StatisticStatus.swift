/// Whether a statistic has a value, and if not, in which way.
public enum StatisticStatus: String, Codable, Sendable {
    /// The value is an estimate from the data alone.
    case ok
    /// The formula has no value for this data, such as a chance correction where only one category occurs.
    case undefined
    /// More than one value explains the data equally well, such as worths across unconnected groups of items.
    case notIdentified
    /// The estimate lies at infinity, such as the worth of an item that always wins.
    case infinite
    /// The value exists only because of a prior.
    case priorDependent
}
