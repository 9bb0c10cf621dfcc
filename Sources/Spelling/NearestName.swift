/// Finds the name that somebody probably meant.
public enum NearestName {
    /// The candidate closest to a misspelt name, if one is close enough to be worth suggesting.
    ///
    /// Distance is the optimal string alignment distance without regard to case; a third of the name's length,
    /// and at least 1, is close enough. Where nothing is that close, a name that begins so is taken.
    /// - Complexity: O(candidates × length²).
    public static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, (name.count + 1) / 3)
        let best =
            candidates
            .map { (candidate: $0, distance: distance(name.lowercased(), $0.lowercased())) }
            .min { $0.distance < $1.distance }
        if let best, best.distance <= limit, best.distance < name.count { return best.candidate }
        guard name.count >= 3 else { return nil }
        return candidates.first { $0.lowercased().hasPrefix(name.lowercased()) }
    }

    /// The candidates closest to a name, the closest first, however far they are.
    ///
    /// - Complexity: O(candidates × length²).
    public static func nearest(to name: String, among candidates: some Sequence<String>, count: Int = 3) -> [String] {
        let ranked = candidates.map { (candidate: $0, distance: distance(name.lowercased(), $0.lowercased())) }
        return ranked.sorted { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }.prefix(count).map(
            \.candidate
        )
    }

    /// The number of insertions, deletions, substitutions and swaps of neighbours between two texts.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left)
        let right = Array(right)
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var row = [i]
            for j in 1...right.count {
                let substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
                var cost = min(last[j] + 1, row[j - 1] + 1, substitution)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    cost = min(cost, beforeLast[j - 2] + 1)
                }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
