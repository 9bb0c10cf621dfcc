public import Statistics
import TerminalText

/// The result of a preference study on one picture: worths with intervals, and who won against whom.
public struct PreferenceFigure {
    private let title: String
    private let subtitle: String
    private let worths: StatisticResult
    private let items: [ItemEstimate]
    private let wins: ItemMatrix?
    private let labels: [String: String]

    static let rowHeight = 34.0
    static let cellWidth = 52.0
    private static let margin = 28.0
    private static let top = 96.0
    private static let plotWidth = 340.0
    private static let gap = 56.0

    /// Draws the Bradley–Terry result among `results`, and the win matrix where there is one.
    /// - Parameter labels: What to show in place of an item's id.
    /// - Returns: `nil` when there is no Bradley–Terry result.
    public init?(title: String, subtitle: String, results: [StatisticResult], labels: [String: String] = [:]) {
        guard let worths = results.first(where: { $0.name == "bradley-terry" }) else { return nil }
        self.title = title
        self.subtitle = subtitle
        self.worths = worths
        self.labels = labels
        items = (worths.items ?? []).map(\.drawable).sorted {
            ($0.value ?? -.infinity) > ($1.value ?? -.infinity)
        }
        wins = results.first { $0.name == "win-matrix" && $0.matrix != nil }?.matrix
    }

    /// The picture.
    public var svg: String {
        let labelWidth = 16 + (items.map { TextExtent.width(shown($0.item), size: 13) }.max() ?? 32)
        let rows = Double(max(items.count, 1))
        let left = Self.margin + labelWidth
        let bottom = Self.top + rows * Self.rowHeight
        let matrix = wins.map { wins in
            WinMatrixFigure(wins, order: items.map(\.item), left: left + Self.plotWidth + Self.gap, top: Self.top) {
                shown($0)
            }
        }
        let right = matrix?.right ?? left + Self.plotWidth + 12
        let titleWidth = min(TextExtent.width(title, size: 18), 900)
        let width = max(right, Self.margin + titleWidth, 480).rounded(.up) + Self.margin
        let end = max(bottom + 28, matrix?.bottom ?? 0).rounded(.up)
        var svg = SVG(width: width, height: end + (worths.status == .ok ? 20 : 40))
        let room = width - 2 * Self.margin
        svg.text(TextExtent.shortened(title, to: room, size: 18), x: Self.margin, y: 36, size: 18, style: "bold")
        svg.text(TextExtent.shortened(subtitle, to: room, size: 13), x: Self.margin, y: 58, style: "soft")
        drawWorths(at: left, to: bottom, in: &svg)
        matrix?.draw(in: &svg)
        if worths.status != .ok {
            let reason = worths.reason ?? worths.status.word
            let text = TextExtent.shortened(reason, to: room, size: 12)
            svg.text(text, x: Self.margin, y: end + 20, size: 12, style: "soft", hint: reason)
        }
        return svg.document(
            title: title,
            description: items.map { item in
                "\(labels[item.item] ?? item.item): "
                    + (item.value.map { NumberText.fixed($0) } ?? "no finite worth")
            }.joined(separator: "; ")
        )
    }

    /// An item's label, cut where it would push the plot aside.
    private func shown(_ item: String) -> String {
        TextExtent.abbreviated(labels[item] ?? item, to: 200, size: 13)
    }

    private func drawWorths(at left: Double, to bottom: Double, in svg: inout SVG) {
        let hasIntervals = items.contains { $0.interval != nil }
        svg.text(
            "log-worth (Bradley–Terry)" + (hasIntervals ? " with confidence interval" : ""),
            x: left,
            y: Self.top - 12,
            size: 12,
            style: "soft"
        )
        let limits = items.flatMap { [$0.value, $0.interval?.lower, $0.interval?.upper].compactMap(\.self) }
        var axis: Axis?
        if let low = limits.min(), let high = limits.max() {
            let scale = Axis(low: min(low, 0), high: max(high, 0), start: left, length: Self.plotWidth)
            draw(scale, to: bottom, in: &svg)
            axis = scale
        }
        for (row, item) in items.enumerated() {
            let y = Self.top + (Double(row) + 0.5) * Self.rowHeight
            svg.text(
                shown(item.item),
                x: left - 12,
                y: y + 4.5,
                anchor: .end,
                hint: labels[item.item] ?? item.item
            )
            if let axis, let value = item.value {
                draw(value, item.interval, on: axis, y: y, in: &svg)
            } else {
                let reason = item.reason ?? (item.status ?? worths.status).word
                let text = TextExtent.shortened(reason, to: Self.plotWidth, size: 12)
                svg.text(text, x: left + 4, y: y + 4.5, size: 12, style: "soft", hint: reason)
            }
        }
    }

    private func draw(_ axis: Axis, to bottom: Double, in svg: inout SVG) {
        for tick in axis.ticks {
            let x = axis.position(tick)
            svg.line(x1: x, y1: Self.top, x2: x, y2: bottom, style: tick == 0 ? "axis" : "grid")
            svg.text(axis.label(tick), x: x, y: bottom + 20, size: 12, anchor: .middle, style: "soft")
        }
    }

    private func draw(_ value: Double, _ interval: ConfidenceInterval?, on axis: Axis, y: Double, in svg: inout SVG) {
        if let interval {
            let (from, to) = (axis.position(interval.lower), axis.position(interval.upper))
            svg.line(x1: from, y1: y, x2: to, y2: y, style: "stroke", width: 2)
            for end in [from, to] { svg.line(x1: end, y1: y - 5, x2: end, y2: y + 5, style: "stroke", width: 2) }
        }
        svg.circle(x: axis.position(value), y: y, radius: 5, style: "mark")
    }
}

extension ItemEstimate {
    /// The estimate without numbers that no axis can show.
    fileprivate var drawable: ItemEstimate {
        var copy = self
        if let value, !(abs(value) < 1e100) { copy.value = nil }
        if let interval, !(abs(interval.lower) < 1e100 && abs(interval.upper) < 1e100) { copy.interval = nil }
        return copy
    }
}
