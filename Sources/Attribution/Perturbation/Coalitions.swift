#if NativeLibraries
import Foundation
import SeededRandom

/// The coalitions of segments that KernelSHAP asks about, each with its weight.
///
/// All of them where they are few enough, else a sample drawn by the Shapley kernel, whose weights are then equal.
struct Coalitions: Sendable {
    /// How many, the empty and the full one left out.
    let count: Int
    /// Whether they are all.
    let isComplete: Bool
    private let players: Int
    private let seed: UInt64
    private let isPaired: Bool
    /// The probability of at most 1, 2, … players.
    private let cumulative: [Double]

    init(players: Int, samples: Int, isPaired: Bool, seed: UInt64) {
        (self.players, self.seed, self.isPaired) = (players, seed, isPaired)
        let all = players < 30 ? (1 << players) - 2 : Int.max
        isComplete = max(0, all) <= samples
        count = players < 2 ? 0 : min(samples, all)
        let sizes = players < 2 ? [] : (1..<players).map { 1 / Double($0 * (players - $0)) }
        let total = sizes.reduce(0, +)
        var sum = 0.0
        cumulative = sizes.map {
            sum += $0 / total
            return sum
        }
    }

    /// Who is in coalition `index`.
    func members(_ index: Int) -> [Bool] {
        if isComplete { return (0..<players).map { (index + 1) >> $0 & 1 == 1 } }
        var generator = SeededGenerator(seed: seed, stream: UInt64(isPaired ? index / 2 : index))
        let draw = generator.uniform()
        let size = 1 + (cumulative.firstIndex { draw < $0 } ?? players - 2)
        var order = Array(0..<players)
        var members = [Bool](repeating: false, count: players)
        for place in 0..<size {
            order.swapAt(place, place + generator.below(players - place))
            members[order[place]] = true
        }
        // A coalition and its complement together have less variance (Covert and Lee 2021, arXiv:2012.01536).
        return isPaired && index % 2 == 1 ? members.map { !$0 } : members
    }

    /// How much coalition `index` counts.
    func weight(_ members: [Bool]) -> Double {
        guard isComplete else { return 1 }
        let size = members.count { $0 }
        var choices = 1.0
        for place in 0..<size { choices *= Double(players - place) / Double(place + 1) }
        return Double(players - 1) / (choices * Double(size * (players - size)))
    }
}
#endif
