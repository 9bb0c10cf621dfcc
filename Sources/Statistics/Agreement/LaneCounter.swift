import SeededRandom

/// Counts the answers of eight resamples side by side, and sums what a coefficient needs of them.
struct LaneCounter<Coefficient: AgreementCoefficient> {
    private let design: AgreementDesign
    private let coefficient: Coefficient
    private var sums: [SIMD8<Double>]
    private var raterWeights: [SIMD8<Float>] = []
    /// Of one unit: answers by entry, and how often each answer counts.
    ///
    /// Whole numbers are counted without loss as `Float`,
    /// of which twice as many are added at once.
    private var tallies: [SIMD8<Float>]
    private var counts: [SIMD8<Double>]
    private var weights: [SIMD8<Double>]

    init(_ design: AgreementDesign, _ coefficient: Coefficient) {
        (self.design, self.coefficient) = (design, coefficient)
        sums = [SIMD8<Double>](repeating: .zero, count: coefficient.width)
        let most = (0..<design.unitCount).map { design.cells(of: $0).count }.max() ?? 0
        tallies = [SIMD8<Float>](repeating: .zero, count: most)
        counts = [SIMD8<Double>](repeating: .zero, count: most)
        weights = counts
    }

    /// The sums of one resample.
    func sums(_ lane: Int) -> [Double] { sums.map { $0[lane] } }

    /// How often each rater counts in one resample; nil where raters were not drawn.
    func raterWeight(_ lane: Int) -> [Double]? { raterWeights.isEmpty ? nil : raterWeights.map { Double($0[lane]) } }

    /// Counts the answers of each rater so often.
    mutating func count(raters weights: [SIMD8<Float>]) {
        raterWeights = weights
        let raters = design.cellRater
        raters.withUnsafeBufferPointer { raters in
            weights.withUnsafeBufferPointer { weights in count { weights[Int(raters[$0])] } }
        }
    }

    /// Counts each answer so often; asked once for each, in order.
    @inline(__always)
    mutating func count(_ weight: (Int) -> SIMD8<Float>) {
        let (design, coefficient) = (design, coefficient)
        let needsAnswers = coefficient.needsAnswers
        lend { sums, tallies, counts, weights in
            design.withPointers { pointers in
                for unit in 0..<design.unitCount {
                    let (cell, end) = (Int(pointers.cellStart[unit]), Int(pointers.cellStart[unit + 1]))
                    let entry = pointers.entryStart[unit]
                    let entryCount = Int(pointers.entryStart[unit + 1] - entry)
                    for index in 0..<entryCount { tallies[index] = .zero }
                    var squares = SIMD8<Float>.zero
                    for index in cell..<end {
                        let own = weight(index)
                        tallies[Int(pointers.cellEntry[index] - entry)] += own
                        squares += own * own
                        if needsAnswers { weights[index - cell] = SIMD8(own) }
                    }
                    var total = SIMD8<Double>.zero
                    for index in 0..<entryCount {
                        counts[index] = SIMD8(tallies[index])
                        total += counts[index]
                    }
                    coefficient.add(
                        UnitCounts(
                            entryCount: entryCount,
                            categories: pointers.entryCategory + Int(entry),
                            counts: counts,
                            total: total,
                            squares: SIMD8(squares),
                            answerCount: end - cell,
                            raters: pointers.cellRater + cell,
                            entries: pointers.cellEntry + cell,
                            weights: weights,
                            firstEntry: entry
                        ),
                        to: sums
                    )
                }
            }
        }
    }

    /// Lends the buffers, the sums being 0.
    @inline(__always)
    private mutating func lend(
        _ body: (
            _ sums: UnsafeMutablePointer<SIMD8<Double>>,
            _ tallies: UnsafeMutablePointer<SIMD8<Float>>,
            _ counts: UnsafeMutablePointer<SIMD8<Double>>,
            _ weights: UnsafeMutablePointer<SIMD8<Double>>
        ) -> Void
    ) {
        sums.withUnsafeMutableBufferPointer { sums in
            tallies.withUnsafeMutableBufferPointer { tallies in
                counts.withUnsafeMutableBufferPointer { counts in
                    weights.withUnsafeMutableBufferPointer { weights in
                        sums.update(repeating: .zero)
                        guard let sums = sums.baseAddress, let tallies = tallies.baseAddress,
                            let counts = counts.baseAddress, let weights = weights.baseAddress
                        else { return }
                        body(sums, tallies, counts, weights)
                    }
                }
            }
        }
    }
}

/// Weights 0, 1, 2, 3 with odds 6 : 6 : 2 : 2, whose mean and variance are 1; sixteen to a random word.
struct RandomWeights {
    private var word: UInt64 = 0
    private var isHalfUsed = true
    private let table = Self.table

    /// The two weights of each byte.
    private static let table: [SIMD2<Float>] = (0..<256).map { byte in
        let weights: [Float] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3]
        return SIMD2(weights[byte & 15], weights[byte >> 4])
    }

    /// The weights of eight resamples.
    @inline(__always)
    mutating func next(_ generator: inout SeededGenerator) -> SIMD8<Float> {
        if isHalfUsed { word = generator.next() } else { word >>= 32 }
        isHalfUsed.toggle()
        let half = UInt32(truncatingIfNeeded: word)
        return table.withUnsafeBufferPointer { table in
            let first = SIMD4(lowHalf: table[Int(half & 255)], highHalf: table[Int(half >> 8 & 255)])
            let second = SIMD4(lowHalf: table[Int(half >> 16 & 255)], highHalf: table[Int(half >> 24)])
            return SIMD8(lowHalf: first, highHalf: second)
        }
    }
}
