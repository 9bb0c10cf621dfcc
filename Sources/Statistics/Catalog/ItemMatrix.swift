/// A square table over items: `rows[i][j]` belongs to row item i and column item j.
public struct ItemMatrix: Codable, Sendable, Equatable {
    /// The items, in the order of rows and columns.
    public let items: [String]
    /// The entries, row by row.
    public let rows: [[Double]]

    /// A table over `items`.
    public init(items: [String], rows: [[Double]]) {
        self.items = items
        self.rows = rows
    }
}
