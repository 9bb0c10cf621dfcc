/// How often each pair of items met and which of the two won.
struct PairWins: Sendable {
    /// A pair that met; a tie is half a win of each.
    struct Pair: Sendable {
        let lower: Int32
        let higher: Int32
        /// Wins of the item with the lower number.
        var won: Double
        /// Wins of the other one.
        var lost: Double
    }

    let itemCount: Int
    /// Each pair once, in the order of items.
    var pairs: [Pair]

    /// Wins of pairs that differ.
    init(itemCount: Int, pairs: [Pair]) {
        (self.itemCount, self.pairs) = (itemCount, pairs)
    }

    /// The wins of row items over column items.
    init(_ matrix: SquareMatrix) {
        itemCount = matrix.size
        pairs = []
        for lower in 0..<matrix.size {
            for higher in lower + 1..<max(lower + 1, matrix.size) {
                let (won, lost) = (matrix[lower, higher], matrix[higher, lower])
                guard won + lost > 0 else { continue }
                pairs.append(Pair(lower: Int32(lower), higher: Int32(higher), won: won, lost: lost))
            }
        }
    }

    /// How many games there were.
    var gameCount: Double { pairs.reduce(0) { $0 + $1.won + $1.lost } }

    /// Wins of the row item over the column item.
    var matrix: SquareMatrix {
        var matrix = SquareMatrix(size: itemCount)
        for pair in pairs {
            matrix[Int(pair.lower), Int(pair.higher)] = pair.won
            matrix[Int(pair.higher), Int(pair.lower)] = pair.lost
        }
        return matrix
    }

    /// Half a win more on each side of every pair that met.
    var withHalfWins: PairWins {
        var wins = self
        for index in wins.pairs.indices {
            wins.pairs[index].won += 0.5
            wins.pairs[index].lost += 0.5
        }
        return wins
    }
}
