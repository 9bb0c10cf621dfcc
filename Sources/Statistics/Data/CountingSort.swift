/// Groups rows by a small whole number in linear time, keeping their order within a group.
enum CountingSort {
    /// Where each group begins, with the total count at the end.
    static func starts(_ keys: some Sequence<Int>, groups: Int) -> [Int32] {
        var starts = [Int32](repeating: 0, count: groups + 1)
        for key in keys { starts[key + 1] += 1 }
        for group in 0..<groups { starts[group + 1] += starts[group] }
        return starts
    }

    /// The row indices, group after group.
    static func order(_ keys: some Sequence<Int>, starts: [Int32]) -> [Int32] {
        var next = starts
        var order = [Int32](repeating: 0, count: Int(starts.last ?? 0))
        for (row, key) in keys.enumerated() {
            order[Int(next[key])] = Int32(row)
            next[key] += 1
        }
        return order
    }

    /// Rows in the order of their keys, those of one key in the order in which they were.
    static func sorted<Row>(_ rows: [Row], groups: Int, by key: (Row) -> Int) -> [Row] {
        let keys = rows.map(key)
        return order(keys, starts: starts(keys, groups: groups)).map { rows[Int($0)] }
    }
}
