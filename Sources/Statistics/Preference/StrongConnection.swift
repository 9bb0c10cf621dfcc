/// Whether chains of wins lead from every item to every other, for many resamples of the same units.
///
/// Who has beaten whom is kept as bits, so that a look at all items that one has beaten takes few words.
struct StrongConnection {
    private let words: Int
    private let itemCount: Int
    private var beaten: [UInt64]
    private var beatenBy: [UInt64]

    init(itemCount: Int) {
        self.itemCount = itemCount
        words = (itemCount + 63) / 64
        beaten = [UInt64](repeating: 0, count: itemCount * words)
        beatenBy = beaten
    }

    /// Whether it holds for the wins of units whose weight is not 0.
    ///
    /// Wins only add connections: the answer is looked for after an eighth of the cells, a quarter and so on.
    mutating func holds(for counts: WinCounts, _ weights: [Int32]) -> Bool {
        for index in beaten.indices { (beaten[index], beatenBy[index]) = (0, 0) }
        var start = 0
        for part in [8, 4, 2, 1] {
            let end = counts.cells.count / part
            add(counts, start..<end, weights)
            if reachesAll(beaten), reachesAll(beatenBy) { return true }
            start = end
        }
        return false
    }

    private mutating func add(_ counts: WinCounts, _ range: Range<Int>, _ weights: [Int32]) {
        let words = words
        counts.wins.pairs.withUnsafeBufferPointer { pairs in
            counts.cells.withUnsafeBufferPointer { cells in
                beaten.withUnsafeMutableBufferPointer { beaten in
                    beatenBy.withUnsafeMutableBufferPointer { beatenBy in
                        func note(_ winner: Int, _ loser: Int) {
                            beaten[winner * words + (loser >> 6)] |= 1 << UInt64(loser & 63)
                            beatenBy[loser * words + (winner >> 6)] |= 1 << UInt64(winner & 63)
                        }
                        for cell in cells[range] where weights[Int(cell.unit)] > 0 {
                            let pair = pairs[Int(cell.pair)]
                            if cell.won > 0 { note(Int(pair.lower), Int(pair.higher)) }
                            if cell.lost > 0 { note(Int(pair.higher), Int(pair.lower)) }
                        }
                    }
                }
            }
        }
    }

    private func reachesAll(_ neighbors: [UInt64]) -> Bool {
        guard itemCount > 0 else { return false }
        var reached = [UInt64](repeating: 0, count: words)
        reached[0] = 1
        var open = [0]
        var found = 1
        while let item = open.popLast() {
            for word in 0..<words {
                var new = neighbors[item * words + word] & ~reached[word]
                reached[word] |= new
                while new != 0 {
                    open.append(word << 6 + new.trailingZeroBitCount)
                    found += 1
                    new &= new - 1
                }
            }
            if found == itemCount { return true }
        }
        return found == itemCount
    }
}
