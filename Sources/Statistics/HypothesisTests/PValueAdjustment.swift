/// How p-values are adjusted for there being several.
public enum PValueAdjustment: String, Sendable, CaseIterable {
    /// Of the family-wise error, step-down: Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure",
    /// Scandinavian Journal of Statistics 6:65-70.
    case holm
    /// Of the false discovery rate, step-up: Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B
    /// 57(1):289-300; it holds for tests that are independent or positively dependent.
    case benjaminiHochberg = "benjamini-hochberg"

    /// The name in texts.
    var title: String {
        switch self {
        case .holm: "Holm"
        case .benjaminiHochberg: "Benjamini–Hochberg"
        }
    }

    /// The adjusted p-values, in the order given; nil stays nil and does not count.
    public func adjust(_ values: [Double?]) -> [Double?] {
        let tested = values.indices.compactMap { index in values[index].map { (index: index, p: $0) } }
            .sorted { ($0.p, $0.index) < ($1.p, $1.index) }
        var adjusted = [Double?](repeating: nil, count: values.count)
        switch self {
        case .holm:
            var largest = 0.0
            for (rank, test) in tested.enumerated() {
                largest = max(largest, min(1, test.p * Double(tested.count - rank)))
                adjusted[test.index] = largest
            }
        case .benjaminiHochberg:
            var smallest = 1.0
            for (rank, test) in tested.enumerated().reversed() {
                smallest = min(smallest, test.p * Double(tested.count) / Double(rank + 1))
                adjusted[test.index] = smallest
            }
        }
        return adjusted
    }
}
