/// Holm's step-down adjustment of p-values.
public enum HolmAdjustment {
    /// The adjusted p-values, in the order given; nil stays nil and does not count.
    ///
    /// Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6:65-70.
    public static func adjust(_ values: [Double?]) -> [Double?] {
        let tested = values.indices.compactMap { index in values[index].map { (index, $0) } }
        var adjusted = [Double?](repeating: nil, count: values.count)
        var largest = 0.0
        for (rank, (index, p)) in tested.sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }).enumerated() {
            largest = max(largest, min(1, p * Double(tested.count - rank)))
            adjusted[index] = largest
        }
        return adjusted
    }
}
