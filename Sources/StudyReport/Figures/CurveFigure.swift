/// Lines over a common axis, told apart by their dashes and by their names at the right.
public struct CurveFigure: Sendable {
    /// A line.
    public struct Line: Sendable {
        /// What it is called.
        public let name: String
        /// Where its points are.
        public let x: [Double]
        /// How high they are.
        public let y: [Double]

        /// A line through points.
        public init(name: String, x: [Double], y: [Double]) {
            (self.name, self.x, self.y) = (name, x, y)
        }
    }

    private let title: String
    private let horizontal: String
    private let vertical: String
    private let curves: [Line]

    private static let (left, top, plotWidth, plotHeight) = (64.0, 64.0, 460.0, 280.0)
    private static let dashes = ["", "7 4", "2 3", "9 3 2 3", "12 4", "4 2 1 2"]

    /// - Parameters:
    ///   - horizontal: What the horizontal axis shows.
    ///   - vertical: What the vertical axis shows.
    public init(title: String, horizontal: String, vertical: String, curves: [Line]) {
        (self.title, self.horizontal, self.vertical, self.curves) = (title, horizontal, vertical, curves)
    }

    /// The picture.
    public var svg: String {
        let across = Axis(low: 0, high: 1, start: Self.left, length: Self.plotWidth)
        let highest = curves.flatMap(\.y).filter(\.isFinite).max() ?? 1
        let up = Axis(low: 0, high: max(highest, 1e-6), start: 0, length: Self.plotHeight)
        let bottom = Self.top + Self.plotHeight
        let names = curves.map { TextExtent.width($0.name, size: 12) }.max() ?? 0
        var svg = SVG(width: (Self.left + Self.plotWidth + 60 + names + 24).rounded(.up), height: bottom + 56)
        svg.text(title, x: Self.left, y: 32, size: 16, style: "bold")
        for tick in across.ticks {
            let x = across.position(tick)
            svg.line(x1: x, y1: Self.top, x2: x, y2: bottom, style: tick == 0 ? "axis" : "grid")
            svg.text(across.label(tick), x: x, y: bottom + 18, size: 12, anchor: .middle, style: "soft")
        }
        for tick in up.ticks {
            let y = bottom - up.position(tick)
            svg.line(x1: Self.left, y1: y, x2: Self.left + Self.plotWidth, y2: y, style: tick == 0 ? "axis" : "grid")
            svg.text(up.label(tick), x: Self.left - 8, y: y + 4, size: 12, anchor: .end, style: "soft")
        }
        let middle = Self.left + Self.plotWidth / 2
        svg.text(horizontal, x: middle, y: bottom + 40, size: 12, anchor: .middle, style: "soft")
        svg.text(vertical, x: Self.left, y: Self.top - 10, size: 12, style: "soft")
        for (index, curve) in curves.enumerated() {
            let dash = Self.dashes[index % Self.dashes.count]
            let points = zip(curve.x, curve.y).filter { $0.isFinite && $1.isFinite }.map {
                (x: across.position($0), y: bottom - up.position($1))
            }
            svg.polyline(points, style: "stroke", width: 2, dash: dash)
            let (x, y) = (Self.left + Self.plotWidth + 16, Self.top + 8 + 20 * Double(index))
            svg.polyline([(x, y), (x + 34, y)], style: "stroke", width: 2, dash: dash)
            svg.text(curve.name, x: x + 42, y: y + 4, size: 12)
        }
        return svg.document(title: title, description: curves.map(\.name).joined(separator: ", "))
    }
}
