/// Wilcoxon's signed-rank test of differences that are symmetric around 0.
///
/// Wilcoxon 1945, Biometrics Bulletin 1(6):80-83, DOI 10.2307/3001968. Differences of 0 are left out. Up to 50 others the
/// p-value is that of the exact distribution over all signs given the mid-ranks, with ties too; beyond that the normal
/// approximation, whose variance is a quarter of the sum of squared mid-ranks, without a correction for continuity.
public struct SignedRankTest: Sendable {
    /// The largest number of differences whose distribution is exact, as SciPy's and R's.
    public static let exactLimit = 50

    /// The sum of the ranks of positive differences.
    public let positive: Double
    /// The sum of the ranks of negative differences.
    public let negative: Double
    /// How many differences are 0.
    public let zeros: Int
    /// The two-sided p-value; 1 where no difference is left.
    public let p: Double
    /// Whether the p-value is exact.
    public let isExact: Bool

    /// Tests differences.
    public init(_ differences: [Double]) {
        let left = Self.rounded(differences).filter { $0 != 0 }
        let ranks = MidRanks(left.map { abs($0) }).ranks
        let signed = zip(left, ranks).map { $0 < 0 ? -$1 : $1 }
        positive = signed.reduce(0) { $0 + max(0, $1) }
        negative = signed.reduce(0) { $0 - min(0, $1) }
        zeros = differences.count - left.count
        if left.count <= Self.exactLimit {
            // Twice a mid-rank is whole.
            (p, isExact) = (SignFlipTest.twoSided(signed.map { Int(2 * $0) }).p, true)
        } else {
            let squares = ranks.reduce(0) { $0 + $1 * $1 }
            (p, isExact) = (min(1, 2 * Normal.upperTail(abs(positive - negative) / squares.squareRoot())), false)
        }
    }

    /// Differences without the noise of subtraction, so that 0.3 − 0.2 ties with 0.2 − 0.1.
    private static func rounded(_ differences: [Double]) -> [Double] {
        let largest = differences.reduce(0) { max($0, abs($1)) }
        guard largest > 0 else { return differences }
        let unit = largest * 0x1p-40
        return differences.map { ($0 / unit).rounded() * unit }
    }
}
