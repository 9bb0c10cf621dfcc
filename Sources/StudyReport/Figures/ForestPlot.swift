import Statistics

/// Estimates with their intervals on a common axis, a row each: part of a figure.
struct ForestPlot {
    struct Row {
        let item: String
        let label: String
        let value: Double?
        let interval: ConfidenceInterval?
        /// What stands in place of an estimate.
        let reason: String
    }

    let rows: [Row]
    let left: Double
    let top: Double
    /// Where the axis has a darker line, with what it means.
    var marks: [(value: Double, name: String)] = [(0, "")]

    static let rowHeight = 34.0
    static let width = 340.0

    var bottom: Double { top + Double(max(rows.count, 1)) * Self.rowHeight }

    /// Adds the drawing to a picture.
    func draw(in svg: inout SVG) {
        let limits = rows.flatMap { [$0.value, $0.interval?.lower, $0.interval?.upper].compactMap(\.self) }
        var axis: Axis?
        if let low = limits.min(), let high = limits.max() {
            let shown = marks.map(\.value)
            let scale = Axis(
                low: min(low, shown.min() ?? low),
                high: max(high, shown.max() ?? high),
                start: left,
                length: Self.width
            )
            draw(scale, in: &svg)
            axis = scale
        }
        for (index, row) in rows.enumerated() {
            let y = top + (Double(index) + 0.5) * Self.rowHeight
            svg.text(
                TextExtent.abbreviated(row.label, to: 200, size: 13),
                x: left - 12,
                y: y + 4.5,
                anchor: .end,
                hint: row.label
            )
            if let axis, let value = row.value {
                draw(value, row.interval, on: axis, y: y, in: &svg)
            } else {
                let text = TextExtent.shortened(row.reason, to: Self.width, size: 12)
                svg.text(text, x: left + 4, y: y + 4.5, size: 12, style: "soft", hint: row.reason)
            }
        }
    }

    private func draw(_ axis: Axis, in svg: inout SVG) {
        for tick in axis.ticks {
            let x = axis.position(tick)
            let isMark = marks.contains { $0.value == tick }
            svg.line(x1: x, y1: top, x2: x, y2: bottom, style: isMark ? "axis" : "grid")
            svg.text(axis.label(tick), x: x, y: bottom + 20, size: 12, anchor: .middle, style: "soft")
        }
        for mark in marks {
            let x = axis.position(mark.value)
            svg.line(x1: x, y1: top, x2: x, y2: bottom, style: "axis")
            if !mark.name.isEmpty {
                svg.text(mark.name, x: x, y: bottom + 38, size: 12, anchor: .middle, style: "soft")
            }
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
