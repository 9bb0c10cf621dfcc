internal import RealModule
internal import SeededRandom

/// Whether nobody prefers anything, with participants as units: their answers are exchanged as a whole.
///
/// Without preference all answers of a participant could as well have been the opposite ones. The statistic is the score
/// of equal worths, Rao 1948, DOI 10.1017/S0305004100023987; the p-value counts how often it is as large with signs
/// flipped at random, all of them where participants are few.
struct EqualWorthsTest {
    /// The quadratic form of the score at equal worths; chi-squared for answers that are independent.
    let statistic: Double
    /// At least as large a statistic, the one observed being among those counted.
    let p: Double
    /// How signs were flipped, in words.
    let method: String

    /// Nil where the pairs that met do not connect the items.
    init?(_ counts: WinCounts, flips: Int, seed: UInt64) {
        let n = counts.itemCount
        let equal = [Double](repeating: 0, count: n)
        var information = BradleyTerryFit.Slope(counts.wins, equal, 0).information(counts.wins, 0)
        information.fixMean(ofFirst: n)
        guard let factor = information.choleskyFactor() else { return nil }
        let units = counts.activeUnits
        var scores = [Double](repeating: 0, count: units * n)
        var (row, last) = (-1, Int32(-1))
        for cell in counts.cells {
            if cell.unit != last {
                row += 1
                last = cell.unit
            }
            let pair = counts.wins.pairs[Int(cell.pair)]
            scores[row * n + Int(pair.lower)] += (cell.won - cell.lost) / 2
            scores[row * n + Int(pair.higher)] -= (cell.won - cell.lost) / 2
        }
        // With L Lᵀ the information, the statistic is the squared length of L⁻¹ times the score.
        let own = factor.forward(scores, rows: units)
        @Sendable func length(_ isFlipped: (Int) -> Bool) -> Double {
            var sum = [Double](repeating: 0, count: n)
            sum.withUnsafeMutableBufferPointer { sum in
                own.withUnsafeBufferPointer { own in
                    for unit in 0..<units {
                        let sign: Double = isFlipped(unit) ? -1 : 1
                        for item in 0..<n { sum[item] += sign * own[unit * n + item] }
                    }
                }
            }
            return sum.reduce(0) { $0 + $1 * $1 }
        }
        let observed = length { _ in false }
        statistic = observed
        let enough = observed * (1 - 1e-12)
        // The first unit keeps its sign: the opposite of all flips is the same.
        let all = units <= 16 && 1 << (units - 1) <= max(flips, 4096)
        if all {
            let count = 1 << (units - 1)
            let large = ResampleMap.values(count) { bits in length { ((bits << 1) >> $0) & 1 == 1 } >= enough }
            p = Double(large.count { $0 }) / Double(count)
            method = "all sign flips of participants"
        } else {
            let large = ResampleMap.values(flips) { index in
                var generator = SeededGenerator(seed: seed, stream: UInt64(index))
                var word: UInt64 = 0
                return length { unit in
                    if unit & 63 == 0 { word = generator.next() }
                    return (word >> UInt64(unit & 63)) & 1 == 1
                } >= enough
            }
            p = Double(large.count { $0 } + 1) / Double(flips + 1)
            method = "\(flips) sign flips of participants, seed \(seed)"
        }
    }
}
