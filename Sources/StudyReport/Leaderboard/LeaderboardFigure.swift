/// A leaderboard as a picture: a column for each metric with the means of the methods and their intervals.
public struct LeaderboardFigure: Sendable {
    private let board: Leaderboard

    private static let (margin, top, rowHeight, columnWidth, gap) = (24.0, 92.0, 26.0, 150.0, 44.0)

    /// Draws a leaderboard.
    public init(_ board: Leaderboard) { self.board = board }

    /// The picture.
    public var svg: String {
        let names = board.methods.map { TextExtent.width($0, size: 12) }.max() ?? 40
        let left = Self.margin + names + 14
        let bottom = Self.top + Double(board.methods.count) * Self.rowHeight
        let columns = Double(board.metrics.count)
        var svg = SVG(width: left + columns * (Self.columnWidth + Self.gap) + Self.margin, height: bottom + 58)
        svg.text(board.title, x: Self.margin, y: 32, size: 16, style: "bold")
        for (row, method) in board.methods.enumerated() {
            let y = Self.top + (Double(row) + 0.5) * Self.rowHeight
            svg.text(method, x: left - 10, y: y + 4, size: 12, anchor: .end)
        }
        for (column, metric) in board.metrics.enumerated() {
            draw(metric, at: left + Double(column) * (Self.columnWidth + Self.gap), to: bottom, in: &svg)
        }
        return svg.document(title: board.title, description: board.metrics.map(\.name).joined(separator: ", "))
    }

    private func draw(_ metric: Leaderboard.Metric, at left: Double, to bottom: Double, in svg: inout SVG) {
        let middle = left + Self.columnWidth / 2
        let name = TextExtent.abbreviated(metric.name, to: Self.columnWidth, size: 12)
        svg.text(name, x: middle, y: Self.top - 26, size: 12, anchor: .middle, style: "bold", hint: metric.name)
        let better = metric.direction == "neither" ? "" : "\(metric.direction) is better"
        svg.text(better, x: middle, y: Self.top - 10, size: 11, anchor: .middle, style: "soft")
        let limits = metric.cells.flatMap { [$0.mean, $0.lower, $0.upper].compactMap(\.self) }
        guard let low = limits.min(), let high = limits.max() else {
            svg.text("undefined", x: middle, y: Self.top + 16, size: 12, anchor: .middle, style: "soft")
            return
        }
        let axis = Axis(low: low, high: high, start: left, length: Self.columnWidth)
        for tick in [axis.ticks.first, axis.ticks.last].compactMap(\.self) {
            let x = axis.position(tick)
            svg.line(x1: x, y1: Self.top, x2: x, y2: bottom, style: "grid")
            svg.text(axis.label(tick), x: x, y: bottom + 16, size: 11, anchor: .middle, style: "soft")
        }
        for (row, cell) in metric.cells.enumerated() {
            let y = Self.top + (Double(row) + 0.5) * Self.rowHeight
            guard let mean = cell.mean else {
                svg.text("undefined", x: left + 4, y: y + 4, size: 11, style: "soft")
                continue
            }
            if let lower = cell.lower, let upper = cell.upper {
                svg.line(x1: axis.position(lower), y1: y, x2: axis.position(upper), y2: y, style: "stroke", width: 2)
            }
            // The best is larger, so that it is found without color.
            svg.circle(x: axis.position(mean), y: y, radius: cell.isBest ? 6 : 3.5, style: "mark")
        }
        let alpha = metric.alpha.map { "alpha \(NumberText.fixed($0, 2))" } ?? "alpha undefined"
        svg.text(alpha, x: middle, y: bottom + 38, size: 11, anchor: .middle, style: "soft", hint: metric.alphaReason)
    }
}
