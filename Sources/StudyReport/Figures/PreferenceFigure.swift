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

    static let cellWidth = 52.0
    private static let margin = 28.0
    private static let top = 96.0
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
        let left = Self.margin + labelWidth
        let plot = forestPlot(at: left)
        let bottom = plot.bottom
        let matrix = wins.map { wins in
            WinMatrixFigure(wins, order: items.map(\.item), left: left + ForestPlot.width + Self.gap, top: Self.top) {
                shown($0)
            }
        }
        let right = matrix?.right ?? left + ForestPlot.width + 12
        let titleWidth = min(TextExtent.width(title, size: 18), 900)
        let width = max(right, Self.margin + titleWidth, 480).rounded(.up) + Self.margin
        let end = max(bottom + 28, matrix?.bottom ?? 0).rounded(.up)
        var svg = SVG(width: width, height: end + (worths.status == .ok ? 20 : 40))
        let room = width - 2 * Self.margin
        svg.text(TextExtent.shortened(title, to: room, size: 18), x: Self.margin, y: 36, size: 18, style: "bold")
        svg.text(TextExtent.shortened(subtitle, to: room, size: 13), x: Self.margin, y: 58, style: "soft")
        let hasIntervals = items.contains { $0.interval != nil }
        let heading = "log-worth (Bradley–Terry)" + (hasIntervals ? " with confidence interval" : "")
        svg.text(heading, x: left, y: Self.top - 12, size: 12, style: "soft")
        plot.draw(in: &svg)
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

    private func forestPlot(at left: Double) -> ForestPlot {
        let rows = items.map { item in
            ForestPlot.Row(
                item: item.item,
                label: labels[item.item] ?? item.item,
                value: item.value,
                interval: item.interval,
                reason: item.reason ?? (item.status ?? worths.status).word
            )
        }
        return ForestPlot(rows: rows, left: left, top: Self.top)
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
