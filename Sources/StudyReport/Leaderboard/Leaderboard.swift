/// What methods score by several metrics, over pictures.
public struct Leaderboard: Sendable, Encodable {
    /// What one method scores by one metric.
    public struct Cell: Sendable, Encodable {
        /// The mean over pictures; nil where no score is defined.
        public let mean: Double?
        /// The lower end of its interval.
        public let lower: Double?
        /// The upper end of its interval.
        public let upper: Double?
        /// How many pictures have a score.
        public let n: Int
        /// How many have none.
        public let undefined: Int
        /// The place among the methods, 1 for the best.
        public let place: Double?
        /// Whether no other method has a better place.
        public let isBest: Bool

        /// Describes a cell.
        public init(
            mean: Double?,
            interval: ClosedRange<Double>?,
            n: Int,
            undefined: Int,
            place: Double?,
            isBest: Bool
        ) {
            (self.mean, lower, upper) = (mean, interval?.lowerBound, interval?.upperBound)
            (self.n, self.undefined, self.place, self.isBest) = (n, undefined, place, isBest)
        }
    }

    /// A metric with what the methods score by it.
    public struct Metric: Sendable, Encodable {
        /// Its name.
        public let name: String
        /// "higher", "lower" or "neither": which way is better.
        public let direction: String
        /// How far pictures agree on the methods: Krippendorff's alpha; nil where it is undefined.
        public let alpha: Double?
        /// Why it is.
        public let alphaReason: String?
        /// The mean rank correlation of two methods' scores over pictures.
        public let interMethod: Double?
        /// One cell a method.
        public let cells: [Cell]

        /// Describes a metric.
        public init(
            name: String,
            direction: String,
            alpha: Double?,
            alphaReason: String?,
            interMethod: Double?,
            cells: [Cell]
        ) {
            (self.name, self.direction, self.alpha, self.alphaReason) = (name, direction, alpha, alphaReason)
            (self.interMethod, self.cells) = (interMethod, cells)
        }
    }

    /// What it is about.
    public let title: String
    /// Lines below the title.
    public let facts: [String]
    /// The methods.
    public let methods: [String]
    /// The metrics.
    public let metrics: [Metric]
    /// How two metrics go together over pictures, metric by metric; nil where nothing varies.
    public let consistency: [[Double?]]

    /// - Precondition: Every metric has a cell for each method.
    public init(title: String, facts: [String], methods: [String], metrics: [Metric], consistency: [[Double?]]) {
        precondition(metrics.allSatisfy { $0.cells.count == methods.count }, "A metric lacks methods.")
        (self.title, self.facts, self.methods) = (title, facts, methods)
        (self.metrics, self.consistency) = (metrics, consistency)
    }

    /// The table for a terminal; * marks the best of each metric.
    public var text: String {
        var table = TextTable(
            ["method"] + metrics.map { $0.name + Self.arrow($0.direction) },
            [.left] + metrics.map { _ in .right }
        )
        for (index, method) in methods.enumerated() {
            table.add(
                [method]
                    + metrics.map { metric in
                        let cell = metric.cells[index]
                        return Self.text(cell) + (cell.isBest ? "*" : " ")
                    }
            )
        }
        table.add(["alpha of pictures"] + metrics.map { ($0.alpha.map { NumberText.fixed($0, 2) } ?? "–") + " " })
        return table.text
    }

    static func arrow(_ direction: String) -> String {
        switch direction {
        case "higher": " ↑"
        case "lower": " ↓"
        default: ""
        }
    }

    static func text(_ cell: Cell) -> String {
        guard let mean = cell.mean else { return "undefined" }
        return NumberText.fixed(mean, abs(mean) < 100 ? 3 : 0)
    }
}
