/// Ratings as numbers, items by participants.
struct RatingMatrix {
    /// Items that every participant rated, one row an item, one column a participant.
    let rows: [[Double]]
    /// The items of the rows.
    let items: [String]
    /// How many items lack a rating and are left out.
    let incomplete: Int
    let raters: [String]

    /// A value that is no number, where there is one.
    let label: String?

    init(_ table: RatingTable) {
        let design = table.design
        let values = design.values ?? [Double](repeating: 0, count: design.categoryCount)
        label = design.values == nil ? table.categories.first { Double($0) == nil } : nil
        var (rows, items, incomplete): ([[Double]], [String], Int) = ([], [], 0)
        for unit in 0..<design.unitCount {
            let cells = design.cells(of: unit)
            guard cells.count == design.raterCount else {
                incomplete += cells.isEmpty ? 0 : 1
                continue
            }
            var row = [Double](repeating: 0, count: design.raterCount)
            for cell in cells {
                row[Int(design.cellRater[cell])] = values[design.category(of: cell)]
            }
            rows.append(row)
            items.append(table.items[unit])
        }
        (self.rows, self.items, self.incomplete, raters) = (rows, items, incomplete, table.participants)
    }

    /// The ratings of each participant, item by item.
    var columns: [[Double]] { raters.indices.map { rater in rows.map { $0[rater] } } }

    /// Why there are too few ratings; nil where there are enough.
    func shortage(items least: Int = 2, raters leastRaters: Int = 2) -> Undefined? {
        if let label { return Undefined("it needs numbers, but “\(label)” is a value") }
        if raters.count < leastRaters {
            return Undefined("\(raters.count) participants are too few: at least \(leastRaters) are needed")
        }
        guard rows.count < least else { return nil }
        return Undefined("\(rows.count) items were rated by every participant: at least \(least) are needed")
    }

    /// Starts a result and says what is left out.
    func result(_ name: String, _ method: String) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: rows.count * raters.count)
        if incomplete > 0 {
            result.nDropped = incomplete
            result.warn("\(incomplete) items that some participant did not rate are left out")
        }
        return result
    }
}
