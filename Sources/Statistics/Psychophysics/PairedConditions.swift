/// Right answers of the same participants to the same items in several conditions.
struct PairedConditions {
    let groups: [String]
    /// Rows of right (true) and wrong answers, a column a condition.
    let rows: [[Bool]]
    private let incomplete: Int
    private let repeats: Int

    init(_ table: ChoiceTable) {
        let groups = table.groups
        let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($1, $0) })
        var (found, repeats): ([String: [Bool?]], Int) = ([:], 0)
        for choice in table.choices {
            let key = choice.participant + "\u{1F}" + choice.item
            guard let place = places[choice.group] else { continue }
            if found[key, default: [Bool?](repeating: nil, count: groups.count)][place] != nil {
                repeats += 1
            } else {
                found[key, default: [Bool?](repeating: nil, count: groups.count)][place] = choice.isCorrect
            }
        }
        let sorted = found.sorted { $0.key < $1.key }.map(\.value)
        rows = sorted.compactMap { row in row.allSatisfy { $0 != nil } ? row.compactMap(\.self) : nil }
        incomplete = sorted.count - rows.count
        (self.groups, self.repeats) = (groups, repeats)
    }

    func start(_ name: String, _ method: String) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: rows.count)
        if incomplete > 0 {
            result.nDropped = incomplete
            result.warn("\(incomplete) participants or items are not in every condition and are left out")
        }
        if repeats > 0 { result.warn("\(repeats) answers of a participant to an item answered before are left out") }
        return result
    }
}
