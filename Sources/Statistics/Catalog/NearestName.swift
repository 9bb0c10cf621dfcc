/// Finds the name that was probably meant.
enum NearestName {
    /// The candidate with the fewest edits, or nil where none is near.
    static func of(_ name: String, among candidates: [String]) -> String? {
        let distances = candidates.map { ($0, editDistance(Array(name.utf8), Array($0.utf8))) }
        guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= max(2, name.utf8.count / 3) else {
            return candidates.first { $0.hasPrefix(name) || name.hasPrefix($0) }
        }
        return best.0
    }

    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                current.append(
                    min(previous[column] + (byte == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
                )
            }
            previous = current
        }
        return previous[right.count]
    }
}
