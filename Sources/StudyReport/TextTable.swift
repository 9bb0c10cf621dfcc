import TerminalText

/// A table aligned for a terminal: texts to the left, numbers to the right.
public struct TextTable {
    /// Where a column's cells stand.
    public enum Alignment: Sendable {
        /// Texts.
        case left
        /// Numbers.
        case right
    }

    private let header: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// A table with a header; `alignments` has an entry a column.
    public init(_ header: [String], _ alignments: [Alignment]) {
        precondition(header.count == alignments.count, "each column has an alignment")
        self.header = header.map(Self.printable)
        self.alignments = alignments
    }

    /// Adds a row of as many cells as the header has.
    public mutating func add(_ cells: [String]) {
        precondition(cells.count == header.count, "a row has as many cells as the header")
        rows.append(cells.map(Self.printable))
    }

    /// The lines of the table, without spaces at their ends.
    public var text: String {
        let widths = header.indices.map { column in
            ([header] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([header, rule] + rows).map { cells in
            var line = ""
            for (column, cell) in cells.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(cell))
                line += (column == 0 ? "" : "  ") + (alignments[column] == .left ? cell + padding : padding + cell)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// The text without what a terminal would obey: names come from files that anybody may have made.
    private static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(scalars)
    }
}
