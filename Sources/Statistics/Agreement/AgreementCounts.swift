/// Units × categories counts of a design, for the data or for one bootstrap resample.
///
/// An answer drawn w times counts w times, but two copies of one answer are never compared with each other: such pairs
/// agree by construction and would raise agreement in every resample. Hence `squares`, the number of self-pairs.
struct AgreementCounts: Sendable {
    let design: AgreementDesign
    /// How often each unit counts.
    private(set) var unitWeight: [Double]
    /// Answers per entry of the design.
    private(set) var count: [Double]
    /// Answers per unit, m.
    private(set) var total: [Double]
    /// Sum of squared answer weights per unit, q, which is m for the data itself.
    ///
    /// A unit has m² − q ordered pairs of different raters.
    private(set) var squares: [Double]

    /// The counts of the data.
    ///
    /// - Complexity: O(answers).
    init(_ design: AgreementDesign) {
        self.design = design
        unitWeight = [Double](repeating: 1, count: design.unitCount)
        count = [Double](repeating: 0, count: design.entryCategory.count)
        total = [Double](repeating: 0, count: design.unitCount)
        squares = total
        for entry in design.cellEntry { count[Int(entry)] += 1 }
        for unit in 0..<design.unitCount {
            total[unit] = Double(design.cellStart[unit + 1] - design.cellStart[unit])
        }
        squares = total
    }

    /// Counts cluster c of units `clusters[c]` times.
    mutating func reweight(clusters: [Int32]) {
        for unit in 0..<design.unitCount {
            unitWeight[unit] = Double(clusters[Int(design.clusters.ofUnit[unit])])
        }
    }

    /// Counts answer a `answers[a]` times.
    ///
    /// - Complexity: O(answers).
    mutating func reweight(answers weights: [Double]) {
        for entry in count.indices { count[entry] = 0 }
        count.withUnsafeMutableBufferPointer { count in
            design.cellEntry.withUnsafeBufferPointer { cellEntry in
                weights.withUnsafeBufferPointer { weights in
                    for unit in 0..<design.unitCount {
                        var sum = 0.0
                        var squared = 0.0
                        for cell in Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1]) {
                            let weight = weights[cell]
                            count[Int(cellEntry[cell])] += weight
                            sum += weight
                            squared += weight * weight
                        }
                        total[unit] = sum
                        squares[unit] = squared
                    }
                }
            }
        }
    }

    /// The entries of a unit: indices into `count` and `design.entryCategory`.
    func entries(of unit: Int) -> Range<Int> {
        Int(design.entryStart[unit])..<Int(design.entryStart[unit + 1])
    }

    /// Whether at least two different raters answered the unit.
    func isPairable(_ unit: Int) -> Bool {
        unitWeight[unit] > 0 && total[unit] * total[unit] > squares[unit]
    }

    /// Answers in units that at least two raters answered, by category, and their sum.
    func pairableTotals() -> (byCategory: [Double], sum: Double) {
        var totals = [Double](repeating: 0, count: design.categoryCount)
        var sum = 0.0
        for unit in 0..<design.unitCount where isPairable(unit) {
            for entry in entries(of: unit) {
                totals[Int(design.entryCategory[entry])] += unitWeight[unit] * count[entry]
            }
            sum += unitWeight[unit] * total[unit]
        }
        return (totals, sum)
    }

    /// The mean over units of the share of agreeing pairs of different raters.
    ///
    /// - Throws: ``Undefined`` where no unit has two answers.
    func observedAgreement() throws(Undefined) -> Double {
        var sum = 0.0
        var units = 0.0
        for unit in 0..<design.unitCount where isPairable(unit) {
            var agreeing = -squares[unit]
            for entry in entries(of: unit) { agreeing += count[entry] * count[entry] }
            sum += unitWeight[unit] * agreeing / (total[unit] * total[unit] - squares[unit])
            units += unitWeight[unit]
        }
        guard units > 0 else { throw Undefined.noPairs }
        return sum / units
    }

    /// The mean over answered units of the share of answers in each category.
    func meanShares() -> [Double] {
        var shares = [Double](repeating: 0, count: design.categoryCount)
        var units = 0.0
        for unit in 0..<design.unitCount where unitWeight[unit] > 0 && total[unit] > 0 {
            let scale = unitWeight[unit] / total[unit]
            for entry in entries(of: unit) { shares[Int(design.entryCategory[entry])] += scale * count[entry] }
            units += unitWeight[unit]
        }
        return units > 0 ? shares.map { $0 / units } : shares
    }
}

extension Undefined {
    /// No unit was answered by two raters.
    static var noPairs: Undefined {
        Undefined("nothing was answered by at least two participants, so there is no agreement to measure")
    }

    /// Chance agreement is complete.
    static var oneCategory: Undefined {
        Undefined("all answers fall into one category, so agreement cannot be told from chance")
    }
}
