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
    /// How often each rater counts.
    private(set) var raterWeight: [Double]
    /// How often each answer counts; empty where each counts once.
    private var answerWeights: [Double] = []

    /// The counts of the data.
    ///
    /// - Complexity: O(answers).
    init(_ design: AgreementDesign) {
        self.design = design
        unitWeight = [Double](repeating: 1, count: design.unitCount)
        raterWeight = [Double](repeating: 1, count: design.raterCount)
        count = [Double](repeating: 0, count: design.entryCategory.count)
        total = [Double](repeating: 0, count: design.unitCount)
        count.withUnsafeMutableBufferPointer { count in
            for entry in design.cellEntry { count[Int(entry)] += 1 }
        }
        for unit in 0..<design.unitCount {
            total[unit] = Double(design.cells(of: unit).count)
        }
        squares = total
    }

    /// Counts cluster c of units `clusters[c]` times.
    mutating func reweight(clusters: [Int32]) {
        for unit in 0..<design.unitCount {
            unitWeight[unit] = Double(clusters[Int(design.clusters.ofUnit[unit])])
        }
    }

    /// Counts rater r `raters[r]` times where a coefficient asks how often raters count, but no answer anew.
    mutating func setRaterWeight(_ weights: [Double]) { raterWeight = weights }

    /// Counts each answer of rater r `raters[r]` times.
    ///
    /// - Complexity: O(answers).
    mutating func reweight(raters weights: [Double]) {
        raterWeight = weights
        reweight(answers: design.cellRater.map { weights[Int($0)] })
    }

    /// Counts answer a `answers[a]` times.
    ///
    /// - Complexity: O(answers).
    mutating func reweight(answers weights: [Double]) {
        answerWeights = weights
        for entry in count.indices { count[entry] = 0 }
        count.withUnsafeMutableBufferPointer { count in
            design.cellEntry.withUnsafeBufferPointer { cellEntry in
                weights.withUnsafeBufferPointer { weights in
                    for unit in 0..<design.unitCount {
                        var sum = 0.0
                        var squared = 0.0
                        for cell in design.cells(of: unit) {
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

    /// Shows the answers to each unit.
    func forEachUnit(_ body: (Int, UnitCounts<Double>) -> Void) {
        count.withUnsafeBufferPointer { count in
            answerWeights.withUnsafeBufferPointer { weights in
                design.withPointers { pointers in
                    guard let count = count.baseAddress else { return }
                    for unit in 0..<design.unitCount {
                        let (cell, entry) = (Int(pointers.cellStart[unit]), Int(pointers.entryStart[unit]))
                        body(
                            unit,
                            UnitCounts(
                                entryCount: Int(pointers.entryStart[unit + 1]) - entry,
                                categories: pointers.entryCategory + entry,
                                counts: count + entry,
                                total: total[unit],
                                squares: squares[unit],
                                answerCount: Int(pointers.cellStart[unit + 1]) - cell,
                                raters: pointers.cellRater + cell,
                                entries: pointers.cellEntry + cell,
                                weights: weights.isEmpty ? nil : weights.baseAddress.map { $0 + cell },
                                firstEntry: Int32(entry)
                            )
                        )
                    }
                }
            }
        }
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
