/// Fisher's randomization test for paired totals, with the participant as the unit.
///
/// Each participant contributes wins minus losses. Where neither side is preferred, a participant's difference is as
/// likely as its negative, however dependent that participant's answers are. With one answer per participant this is
/// the exact binomial test with probability ½.
///
/// Fisher 1935, The Design of Experiments, §21.
public enum SignFlipTest {
    /// The two-sided p-value, and whether it is exact.
    ///
    /// - Complexity: O(participants × Σ|difference|); beyond 10⁸ steps the normal approximation is taken instead.
    public static func twoSided(_ differences: [Int]) -> (p: Double, isExact: Bool) {
        let sizes = differences.map { abs($0) }.filter { $0 > 0 }
        let reach = sizes.reduce(0, +)
        let observed = abs(differences.reduce(0, +))
        if observed == 0 { return (1, true) }
        if sizes.count * reach > 100_000_000 {
            let variance = sizes.reduce(0.0) { $0 + Double($1) * Double($1) }
            return (2 * Normal.upperTail(Double(observed) / variance.squareRoot()), false)
        }
        // Flipping d moves the total by 2d: count the totals as reach − 2·(sum of the flipped).
        var probability = [Double](repeating: 0, count: reach + 1)
        probability[0] = 1
        var filled = 0
        for size in sizes.sorted() {
            filled += size
            for sum in stride(from: filled, through: 0, by: -1) {
                let moved = sum >= size ? probability[sum - size] : 0
                probability[sum] = (probability[sum] + moved) / 2
            }
        }
        let limit = (reach - observed) / 2
        return (min(1, 2 * probability[0...limit].reduce(0, +)), true)
    }
}
