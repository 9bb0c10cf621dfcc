import Foundation

/// How long answers took: a histogram over a logarithmic axis, since times spread by factors.
struct TimesFigure {
    private let counts: [Int]
    private let bounds: [Double]

    private static let (left, top, width, height) = (64.0, 64.0, 460.0, 160.0)

    /// - Parameter times: In ms, any order; those that are not positive cannot be drawn.
    init?(_ times: [Double]) {
        let positive = times.filter { $0 > 0 && $0.isFinite }
        guard let low = positive.min(), let high = positive.max() else { return nil }
        // Ten bins for each factor of ten, at least one.
        let first = (log10(low) * 10).rounded(.down)
        let last = max((log10(high) * 10).rounded(.up), first + 1)
        let bins = Int(last - first)
        var counts = [Int](repeating: 0, count: bins)
        for time in positive { counts[min(bins - 1, max(0, Int(log10(time) * 10 - first)))] += 1 }
        self.counts = counts
        bounds = (0...bins).map { pow(10, (first + Double($0)) / 10) }
    }

    /// The picture.
    var svg: String {
        let title = "Response times"
        let bottom = Self.top + Self.height
        let up = Axis(low: 0, high: Double(counts.max() ?? 1), start: 0, length: Self.height)
        var svg = SVG(width: Self.left + Self.width + 40, height: bottom + 56)
        svg.text(title, x: Self.left, y: 32, size: 16, style: "bold")
        svg.text("answers", x: Self.left, y: Self.top - 10, size: 12, style: "soft")
        for tick in up.ticks {
            let y = bottom - up.position(tick)
            svg.line(x1: Self.left, y1: y, x2: Self.left + Self.width, y2: y, style: tick == 0 ? "axis" : "grid")
            svg.text(up.label(tick), x: Self.left - 8, y: y + 4, size: 12, anchor: .end, style: "soft")
        }
        let wide = Self.width / Double(counts.count)
        for (bin, count) in counts.enumerated() where count > 0 {
            let tall = up.position(Double(count))
            let range = "\(Self.seconds(bounds[bin]))–\(Self.seconds(bounds[bin + 1])) s: \(count)"
            svg.rectangle(
                x: Self.left + Double(bin) * wide + 0.5,
                y: bottom - tall,
                width: max(wide - 1, 0.5),
                height: tall,
                fill: "#4a90c4",
                title: range
            )
        }
        let every = max(1, Int((Double(counts.count) / 6).rounded(.up)))
        for (place, bound) in bounds.enumerated() where place % every == 0 {
            let x = Self.left + Double(place) * wide
            svg.text(Self.seconds(bound), x: x, y: bottom + 18, size: 12, anchor: .middle, style: "soft")
        }
        svg.text(
            "seconds, logarithmic",
            x: Self.left + Self.width / 2,
            y: bottom + 40,
            size: 12,
            anchor: .middle,
            style: "soft"
        )
        return svg.document(title: title, description: "\(counts.reduce(0, +)) response times")
    }

    private static func seconds(_ time: Double) -> String {
        NumberText.fixed(time / 1000, time < 995 ? 2 : time < 9950 ? 1 : 0)
    }
}
