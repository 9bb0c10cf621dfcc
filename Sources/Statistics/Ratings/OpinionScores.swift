/// Ratings of items by participants, with missing ones.
struct OpinionScores {
    let table: RatingTable
    /// By item, who rated it how; nil where values are no numbers.
    let ratings: [[(rater: Int, value: Double)]]?

    init(_ table: RatingTable) {
        self.table = table
        let design = table.design
        ratings = design.values.map { values in
            (0..<design.unitCount).map { unit in
                design.cells(of: unit).map { cell in
                    (
                        Int(design.cellRater[cell]),
                        values[design.category(of: cell)]
                    )
                }
            }
        }
    }

    func start(_ name: String, _ method: String) -> (StatisticResult, [[(rater: Int, value: Double)]]) {
        var result = StatisticResult(name: name, method: method, n: table.count)
        if table.emptyRows > 0 { result.nDropped = table.emptyRows }
        if ratings == nil { result.mark(Undefined("ratings are no numbers")) }
        if table.count == 0 { result.mark(Undefined("there are no ratings")) }
        return (result, ratings ?? [])
    }

    /// Means of items with t intervals.
    func means(_ ratings: [[(rater: Int, value: Double)]], _ options: AnalysisOptions) -> [ItemEstimate] {
        zip(table.items, ratings).map { item, own in
            guard !own.isEmpty else { return ItemEstimate(item: item, status: .undefined, reason: "nobody rated it") }
            let count = Double(own.count)
            let mean = own.reduce(0) { $0 + $1.value } / count
            guard own.count > 1 else { return ItemEstimate(item: item, value: mean) }
            let variance = own.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 1)
            let error = (variance / count).squareRoot()
            let margin = StudentT(degreesOfFreedom: count - 1).quantile(1 - (1 - options.confidence) / 2) * error
            return ItemEstimate(
                item: item,
                value: mean,
                standardError: error,
                interval: ConfidenceInterval(mean - margin, mean + margin)
            )
        }
    }

    func finish(_ result: inout StatisticResult, _ items: [ItemEstimate]) {
        result.items = items
        let known = items.compactMap(\.value)
        if !known.isEmpty { result.value = known.reduce(0, +) / Double(known.count) }
    }
}
