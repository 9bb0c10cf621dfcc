/// Answers item by item, as models of participants read them, and the start of their results.
struct RaterAnswers: Sendable {
    let items: Int
    let raters: Int
    let categories: Int
    /// The first answer of each item, and the number of answers at the end.
    let start: [Int32]
    let rater: [Int32]
    let category: [Int32]
    private let names: [String]

    init(_ table: RatingTable) {
        let design = table.design
        (items, raters, categories) = (design.unitCount, design.raterCount, design.categoryCount)
        (start, rater) = (design.cellStart, design.cellRater)
        category = design.cellEntry.map { design.entryCategory[Int($0)] }
        names = table.participants
    }

    /// The answers of an item.
    func answers(_ item: Int) -> Range<Int> { Int(start[item])..<Int(start[item + 1]) }

    /// The share of an item's answers in each category.
    func shares(_ item: Int) -> [Double] {
        var shares = [Double](repeating: 0, count: categories)
        for answer in answers(item) { shares[Int(category[answer])] += 1 / Double(answers(item).count) }
        return shares
    }

    /// A result, marked where the data can have no value.
    func result(_ name: String, _ method: String) -> StatisticResult {
        var result = StatisticResult(name: name, method: method + "; items are participants", n: rater.count)
        if rater.isEmpty { result.mark(Undefined("there are no ratings")) }
        if categories == 1 { result.mark(Undefined.oneCategory) }
        return result
    }

    /// One value per participant, and their mean.
    func fill(_ result: inout StatisticResult, _ values: [Double]) {
        result.items = zip(names, values).map { ItemEstimate(item: $0, value: $1) }
        result.value = values.reduce(0, +) / Double(values.count)
    }
}
