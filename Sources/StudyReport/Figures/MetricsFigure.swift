import Statistics

/// How often each metric orders two maps as people do, with chance and the noise ceiling.
struct MetricsFigure {
    private let rows: [ForestPlot.Row]
    private let ceiling: Double?

    private static let (margin, top) = (28.0, 78.0)

    /// Draws the metrics among `results`; nil without any.
    init?(_ results: [StatisticResult]) {
        let found = results.filter { $0.name == "metrics-against-people" }
        guard !found.isEmpty else { return nil }
        rows = found.sorted { ($0.value ?? -1) > ($1.value ?? -1) }.map { result in
            ForestPlot.Row(
                item: result.form ?? "",
                label: result.form ?? "",
                value: result.value,
                interval: result.interval,
                reason: result.reason ?? result.status.word
            )
        }
        ceiling = found.lazy.compactMap { $0.parameters?["noiseCeiling"] }.first
    }

    /// The picture.
    var svg: String {
        let names = rows.map { TextExtent.width(TextExtent.abbreviated($0.label, to: 200, size: 13), size: 13) }
        let left = Self.margin + 16 + (names.max() ?? 32)
        var plot = ForestPlot(rows: rows, left: left, top: Self.top)
        plot.marks = [(0.5, "chance")] + (ceiling.map { [($0, "noise ceiling")] } ?? [])
        let title = "Do metrics agree with people?"
        var svg = SVG(width: left + ForestPlot.width + 60, height: plot.bottom + 54)
        svg.text(title, x: Self.margin, y: 34, size: 16, style: "bold")
        svg.text(
            "share of choices whose map the metric holds better",
            x: left,
            y: Self.top - 12,
            size: 12,
            style: "soft"
        )
        plot.draw(in: &svg)
        return svg.document(
            title: title,
            description: rows.map { "\($0.label): \($0.value.map { NumberText.fixed($0, 2) } ?? $0.reason)" }
                .joined(separator: "; ")
        )
    }
}
