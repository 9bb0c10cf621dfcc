public import Statistics

/// The result of a preference study on one picture: worths with intervals, and who won against whom.
public struct PreferenceFigure {
    private let title: String
    private let subtitle: String
    private let worths: StatisticResult
    private let wins: StatisticResult?
    private let labels: [String: String]

    private static let rowHeight = 34.0
    private static let margin = 28.0
    private static let top = 92.0
    private static let plotWidth = 320.0
    private static let gap = 64.0

    /// Draws the Bradley–Terry result among `results`, and the win matrix where there is one.
    /// - Parameter labels: What to show in place of an item's id.
    /// - Returns: `nil` when there is no Bradley–Terry result.
    public init?(title: String, subtitle: String, results: [StatisticResult], labels: [String: String] = [:]) {
        guard let worths = results.first(where: { $0.name == "bradley-terry" }) else { return nil }
        self.title = title
        self.subtitle = subtitle
        self.worths = worths
        wins = results.first { $0.name == "win-matrix" && $0.matrix != nil }
        self.labels = labels
    }

    /// The picture.
    public var svg: String {
        let items = (worths.items ?? []).sorted { ($0.value ?? -.infinity) > ($1.value ?? -.infinity) }
        let labelWidth = 16 + 7.6 * Double(items.map { label($0.item).count }.max() ?? 4)
        let rows = Double(max(items.count, 1))
        let left = Self.margin + labelWidth
        let matrixLeft = left + Self.plotWidth + Self.gap
        let matrixWidth = wins == nil ? 0 : rows * Self.matrixCell + 40
        var svg = SVG(
            width: matrixLeft + matrixWidth + (wins == nil ? 0 : Self.margin),
            height: Self.top + rows * Self.rowHeight + 64
        )
        svg.text(title, x: Self.margin, y: 36, size: 18, style: "bold")
        svg.text(subtitle, x: Self.margin, y: 58, style: "soft")
        drawWorths(items, at: left, in: &svg)
        if let matrix = wins?.matrix { drawWins(matrix, order: items.map(\.item), at: matrixLeft, in: &svg) }
        return svg.document(
            title: title,
            description: items.map { item in
                "\(label(item.item)): " + (item.value.map { NumberText.fixed($0) } ?? "no finite worth")
            }.joined(separator: "; ")
        )
    }

    private static let matrixCell = 52.0

    private func label(_ item: String) -> String {
        labels[item] ?? item
    }

    private func drawWorths(_ items: [ItemEstimate], at left: Double, in svg: inout SVG) {
        svg.text("log-worth (Bradley–Terry), \(worths.interval95)", x: left, y: Self.top - 10, size: 12, style: "soft")
        let limits = items.flatMap { [$0.value, $0.interval?.lower, $0.interval?.upper].compactMap(\.self) }
        guard let low = limits.min(), let high = limits.max() else {
            svg.text(worths.reason ?? worths.status.word, x: left, y: Self.top + 22)
            return
        }
        let axis = Axis(low: min(low, 0), high: max(high, 0), start: left, length: Self.plotWidth)
        let bottom = Self.top + Double(items.count) * Self.rowHeight
        for tick in axis.ticks {
            let style = tick == 0 ? "axis" : "grid"
            svg.line(x1: axis.position(tick), y1: Self.top, x2: axis.position(tick), y2: bottom, style: style)
            svg.text(axis.label(tick), x: axis.position(tick), y: bottom + 18, size: 12, anchor: .middle, style: "soft")
        }
        for (row, item) in items.enumerated() {
            let y = Self.top + (Double(row) + 0.5) * Self.rowHeight
            svg.text(label(item.item), x: left - 12, y: y + 4.5, anchor: .end)
            guard let value = item.value else {
                svg.text(item.reason ?? "no finite worth", x: left + 4, y: y + 4.5, size: 12, style: "soft")
                continue
            }
            if let interval = item.interval {
                let (from, to) = (axis.position(interval.lower), axis.position(interval.upper))
                svg.line(x1: from, y1: y, x2: to, y2: y, style: "stroke", width: 2)
                for end in [from, to] { svg.line(x1: end, y1: y - 5, x2: end, y2: y + 5, style: "stroke", width: 2) }
            }
            svg.circle(x: axis.position(value), y: y, radius: 5, style: "mark")
        }
    }

    private func drawWins(_ matrix: ItemMatrix, order: [String], at left: Double, in svg: inout SVG) {
        svg.text("share won by the row", x: left, y: Self.top - 10, size: 12, style: "soft")
        let indices = order.compactMap { matrix.items.firstIndex(of: $0) }
        for (row, rowIndex) in indices.enumerated() {
            for (column, columnIndex) in indices.enumerated() where row != column {
                let won = matrix.rows[rowIndex][columnIndex]
                let total = won + matrix.rows[columnIndex][rowIndex]
                let x = left + Double(column) * Self.matrixCell
                let y = Self.top + Double(row) * Self.rowHeight
                let share = total > 0 ? won / total : nil
                svg.rectangle(
                    x: x + 1,
                    y: y + 1,
                    width: Self.matrixCell - 2,
                    height: Self.rowHeight - 2,
                    fill: Self.color(share),
                    title: "\(matrix.items[rowIndex]) over \(matrix.items[columnIndex]): "
                        + "\(NumberText.fixed(won, 1)) of \(NumberText.fixed(total, 0))"
                )
                svg.text(
                    share.map { "\(Int(($0 * 100).rounded())) %" } ?? "–",
                    x: x + Self.matrixCell / 2,
                    y: y + Self.rowHeight / 2 + 4.5,
                    size: 12,
                    anchor: .middle,
                    style: abs((share ?? 0.5) - 0.5) > 0.28 ? "light" : "dark"
                )
            }
        }
        for (column, index) in indices.enumerated() {
            svg.text(
                shortened(label(matrix.items[index])),
                x: left + (Double(column) + 0.5) * Self.matrixCell,
                y: Self.top + Double(indices.count) * Self.rowHeight + 18,
                size: 12,
                anchor: .middle,
                style: "soft"
            )
        }
    }

    private func shortened(_ text: String) -> String {
        text.count > 8 ? text.prefix(7) + "…" : text
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

extension StatisticResult {
    /// What the bars of a figure stand for.
    fileprivate var interval95: String {
        (items ?? []).contains { $0.interval != nil } ? "bars: confidence intervals" : "without intervals"
    }
}
