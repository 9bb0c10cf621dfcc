/// A coefficient of agreement as a function of sums over units, so that resampling units costs no pass over answers.
protocol AgreementCoefficient: Sendable {
    /// How many sums there are.
    var width: Int { get }
    /// How many units' worth of answers other than the most frequent one an interval needs, where one answer prevails.
    var rareUnitsNeeded: Double { get }
    /// Whether `value` looks at the counts themselves, and not at the sums only.
    var needsCounts: Bool { get }
    /// Whether `add` looks at answers one by one, and not at counts only.
    var needsAnswers: Bool { get }
    /// Adds what a unit contributes, whatever its weight.
    func add<Number: Lanes>(_ unit: UnitCounts<Number>, to sums: UnsafeMutablePointer<Number>)
    /// The coefficient.
    ///
    /// - Throws: ``Undefined`` where it has no value.
    func value(_ sums: [Double], _ counts: borrowing AgreementCounts) throws(Undefined) -> Double
}

extension AgreementCoefficient {
    var needsCounts: Bool { false }
    var needsAnswers: Bool { false }
    var rareUnitsNeeded: Double { 0 }
}

/// What each cluster of units contributes to the sums of a coefficient.
struct UnitSums<Coefficient: AgreementCoefficient>: Sendable {
    let coefficient: Coefficient
    private let clusterCount: Int
    /// Cluster by cluster.
    private var rows: [Double]

    init(_ coefficient: Coefficient, _ counts: borrowing AgreementCounts) {
        self.coefficient = coefficient
        clusterCount = counts.design.clusters.count
        rows = [Double](repeating: 0, count: clusterCount * coefficient.width)
        fill(counts)
    }

    /// Computes the contributions anew, after answers were weighted.
    mutating func fill(_ counts: borrowing AgreementCounts) {
        let (coefficient, width, clusters) = (coefficient, coefficient.width, counts.design.clusters.ofUnit)
        rows.withUnsafeMutableBufferPointer { rows in
            rows.update(repeating: 0)
            guard let base = rows.baseAddress else { return }
            counts.forEachUnit { unit, answers in coefficient.add(answers, to: base + Int(clusters[unit]) * width) }
        }
    }

    /// The sums over all clusters.
    func totals() -> [Double] {
        var sums = [Double](repeating: 0, count: coefficient.width)
        for start in stride(from: 0, to: rows.count, by: max(1, sums.count)) {
            for index in sums.indices { sums[index] += rows[start + index] }
        }
        return sums
    }

    /// The sums in which cluster c counts `weights[c]` times.
    func totals(_ weights: [Int32], into sums: inout [Double]) {
        let width = sums.count
        rows.withUnsafeBufferPointer { rows in
            sums.withUnsafeMutableBufferPointer { sums in
                sums.update(repeating: 0)
                for cluster in 0..<clusterCount where weights[cluster] > 0 {
                    let weight = Double(weights[cluster])
                    let row = cluster * width
                    for index in 0..<width { sums[index] += weight * rows[row + index] }
                }
            }
        }
    }

    /// The contributions of one cluster.
    func row(_ cluster: Int) -> ArraySlice<Double> {
        rows[cluster * coefficient.width..<(cluster + 1) * coefficient.width]
    }
}
