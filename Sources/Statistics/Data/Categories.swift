/// The order of a scale's values.
enum Categories {
    /// Sorts labels: as numbers where all are numbers (`1` and `1.0` are then one category), else as text.
    ///
    /// - Returns: the ordered categories, each label's category, and the categories' numbers where they have them.
    static func ordered(_ labels: [String]) -> (categories: [String], codes: [Int32], values: [Double]?) {
        let numbers = labels.compactMap { Double($0) }
        guard numbers.count == labels.count, !labels.isEmpty else {
            let order = labels.indices.sorted { labels[$0] < labels[$1] }
            var codes = [Int32](repeating: 0, count: labels.count)
            for (rank, index) in order.enumerated() { codes[index] = Int32(rank) }
            return (order.map { labels[$0] }, codes, nil)
        }
        var categories: [String] = []
        var values: [Double] = []
        var codes = [Int32](repeating: 0, count: labels.count)
        for index in labels.indices.sorted(by: { (numbers[$0], $0) < (numbers[$1], $1) }) {
            if values.last != numbers[index] {
                values.append(numbers[index])
                categories.append(labels[index])
            }
            codes[index] = Int32(values.count - 1)
        }
        return (categories, codes, values)
    }
}
