import Statistics

/// The part of a figure that says how often each item won against each other, as a colored table.
struct WinMatrixFigure {
    private let matrix: ItemMatrix
    /// The rows of the matrix in the order of the figure.
    private let indices: [Int]
    private let left: Double
    private let top: Double
    private let label: (String) -> String

    private static let slope = 40.0

    /// Places a matrix, its rows and columns in the order of `order`.
    init(_ matrix: ItemMatrix, order: [String], left: Double, top: Double, label: @escaping (String) -> String) {
        self.matrix = matrix
        self.left = left
        self.top = top
        self.label = label
        indices = order.compactMap { matrix.items.firstIndex(of: $0) }
    }

    private var tableBottom: Double { top + Double(indices.count) * ForestPlot.rowHeight }

    /// Where the drawing ends on the right.
    var right: Double {
        left + max(Double(indices.count) * PreferenceFigure.cellWidth, TextExtent.width(heading, size: 12))
    }

    /// Where the drawing ends below.
    var bottom: Double { tableBottom + (isSlanted ? 12 + longest * 0.65 : 24) }

    private let heading = "share won by the row against the column"

    private var longest: Double {
        indices.map { TextExtent.width(label(matrix.items[$0]), size: 12) }.max() ?? 0
    }

    /// Names that are wider than a cell stand at a slant.
    private var isSlanted: Bool { longest > PreferenceFigure.cellWidth - 4 }

    /// Adds the drawing to a picture.
    func draw(in svg: inout SVG) {
        svg.text(heading, x: left, y: top - 12, size: 12, style: "soft")
        for (row, index) in indices.enumerated() {
            for (column, other) in indices.enumerated() where row != column {
                drawCell(of: index, against: other, row: row, column: column, in: &svg)
            }
        }
        for (column, index) in indices.enumerated() {
            svg.text(
                label(matrix.items[index]),
                x: left + (Double(column) + 0.5) * PreferenceFigure.cellWidth,
                y: tableBottom + (isSlanted ? 16 : 20),
                size: 12,
                anchor: isSlanted ? .end : .middle,
                style: "soft",
                rotated: isSlanted ? -Self.slope : 0
            )
        }
    }

    private func drawCell(of index: Int, against other: Int, row: Int, column: Int, in svg: inout SVG) {
        let won = matrix.rows[index][other]
        let total = won + matrix.rows[other][index]
        let share = total > 0 ? won / total : nil
        let x = left + Double(column) * PreferenceFigure.cellWidth
        let y = top + Double(row) * ForestPlot.rowHeight
        svg.rectangle(
            x: x + 1,
            y: y + 1,
            width: PreferenceFigure.cellWidth - 2,
            height: ForestPlot.rowHeight - 2,
            fill: Self.color(share),
            title: "\(matrix.items[index]) over \(matrix.items[other]): "
                + "\(NumberText.fixed(won, won == won.rounded() ? 0 : 1)) of \(NumberText.fixed(total, 0))"
        )
        svg.text(
            share.map { "\(NumberText.fixed($0 * 100, 0)) %" } ?? "–",
            x: x + PreferenceFigure.cellWidth / 2,
            y: y + ForestPlot.rowHeight / 2 + 4.5,
            size: 12,
            anchor: .middle,
            style: abs((share ?? 0.5) - 0.5) > 0.28 ? "light" : "dark"
        )
    }

    /// From orange (lost) over white to blue (won): told apart by all kinds of color vision, with the number beside it.
    private static func color(_ share: Double?) -> String {
        guard let share else { return "#e6e8eb" }
        let end: (Double, Double, Double) = share < 0.5 ? (179, 88, 6) : (5, 88, 160)
        let weight = abs(share - 0.5) * 2
        func channel(_ value: Double) -> Int { Int((247 + (value - 247) * weight).rounded()) }
        return "rgb(\(channel(end.0)),\(channel(end.1)),\(channel(end.2)))"
    }
}
