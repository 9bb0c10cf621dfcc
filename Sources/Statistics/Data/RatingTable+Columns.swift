extension RatingTable {
    /// The ratings of each participant, item by item, NaN where there is none; nil where values are no numbers.
    var columns: [[Double]]? {
        guard let values = design.values else { return participants.isEmpty ? [] : nil }
        var columns = [[Double]](repeating: [Double](repeating: .nan, count: items.count), count: participants.count)
        for unit in items.indices {
            for cell in design.cells(of: unit) {
                columns[Int(design.cellRater[cell])][unit] = values[design.category(of: cell)]
            }
        }
        return columns
    }
}
