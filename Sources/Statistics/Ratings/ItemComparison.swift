/// The ratings of two items, to be compared.
struct ItemComparison {
    let left: String
    let right: String
    /// All ratings of each item.
    let leftValues: [Double]
    let rightValues: [Double]
    /// The ratings of participants who rated both.
    let both: [(left: Double, right: Double)]

    /// The left rating minus the right one, participant by participant.
    var differences: [Double] { both.map { $0.left - $0.right } }

    /// A contrast without a value.
    func undefined(_ reason: String) -> Contrast { Contrast(left: left, right: right, reason: reason) }
}

extension OpinionScores {
    /// Compares all pairs of items, or each item with the reference, and adjusts the p-values.
    ///
    /// A single comparison is the result's own value too.
    func comparisons(
        _ name: String,
        _ method: String,
        _ options: AnalysisOptions,
        compare: (ItemComparison) -> Contrast
    ) -> StatisticResult {
        var (result, ratings) = start(name, method)
        guard result.status == .ok else { return result }
        let count = table.items.count
        var pairs: [(left: Int, right: Int)] = []
        if let name = options.reference {
            guard let reference = table.items.firstIndex(of: name) else {
                result.mark(Undefined("the reference item “\(name)” does not occur"))
                return result
            }
            pairs = (0..<count).filter { $0 != reference }.map { ($0, reference) }
            result.method += "; each item minus \(name)"
        } else {
            pairs = (0..<count).flatMap { left in (left + 1..<max(left + 1, count)).map { (left, $0) } }
            result.method += "; left minus right"
        }
        guard !pairs.isEmpty else {
            result.mark(Undefined("there is only one item"))
            return result
        }
        var contrasts = pairs.map { compare(comparison($0.left, $0.right, ratings)) }
        for (index, adjusted) in options.adjustment.adjust(contrasts.map(\.p)).enumerated() {
            contrasts[index].pAdjusted = adjusted
        }
        result.method += "; p adjusted by \(options.adjustment.title)"
        result.contrasts = contrasts
        if contrasts.count == 1 {
            let only = contrasts[0]
            (result.value, result.standardError, result.interval) = (only.value, only.standardError, only.interval)
            (result.p, result.statisticValue, result.df) = (only.p, only.statisticValue, only.df)
        }
        if let reason = contrasts.first?.reason, contrasts.allSatisfy({ $0.value == nil }) {
            result.mark(Undefined(reason))
        }
        return result
    }

    private func comparison(
        _ left: Int,
        _ right: Int,
        _ ratings: [[(rater: Int, value: Double)]]
    ) -> ItemComparison {
        // Ratings of an item are in the order of participants.
        var both: [(left: Double, right: Double)] = []
        var index = 0
        let other = ratings[right]
        for rating in ratings[left] {
            while index < other.count, other[index].rater < rating.rater { index += 1 }
            guard index < other.count else { break }
            if other[index].rater == rating.rater { both.append((rating.value, other[index].value)) }
        }
        return ItemComparison(
            left: table.items[left],
            right: table.items[right],
            leftValues: ratings[left].map(\.value),
            rightValues: other.map(\.value),
            both: both
        )
    }
}
