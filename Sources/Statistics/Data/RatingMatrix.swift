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
            let cells = Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1])
            guard cells.count == design.raterCount else {
                incomplete += cells.isEmpty ? 0 : 1
                continue
            }
            var row = [Double](repeating: 0, count: design.raterCount)
            for cell in cells {
                row[Int(design.cellRater[cell])] = values[Int(design.entryCategory[Int(design.cellEntry[cell])])]
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

/// Ranks of numbers.
enum MidRanks {
    /// Ranks from 1, the mean where numbers are equal, and Σ (t³ − t) over groups of t equal ones.
    static func of(_ values: [Double]) -> (ranks: [Double], ties: Double) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var (ranks, ties) = ([Double](repeating: 0, count: values.count), 0.0)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for index in start..<end { ranks[order[index]] = Double(start + end + 1) / 2 }
            let size = Double(end - start)
            ties += size * size * size - size
            start = end
        }
        return (ranks, ties)
    }

    /// Pearson's correlation; nil where a list does not vary.
    static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
        let count = Double(a.count)
        let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
        var (product, squaresA, squaresB) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            product += (x - meanA) * (y - meanB)
            squaresA += (x - meanA) * (x - meanA)
            squaresB += (y - meanB) * (y - meanB)
        }
        guard squaresA > 0, squaresB > 0 else { return nil }
        return product / (squaresA * squaresB).squareRoot()
    }
}
