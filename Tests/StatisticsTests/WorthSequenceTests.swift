import Foundation
import SeededRandom
import Statistics
import Testing

@Suite("Anytime-valid contrasts of worths")
struct WorthSequenceTests {
    private static let worths = [0.0, 0.4, 1.0]

    /// The first answers of a stream.
    private func table(_ seed: UInt64, _ count: Int, worths: [Double] = worths) throws -> PairTable {
        var generator = SeededGenerator(seed: seed)
        var rows: [[Int]] = []
        for index in 0..<count {
            let left = generator.below(3)
            let right = (left + 1 + generator.below(2)) % 3
            let p = 1 / (1 + exp(worths[right] - worths[left]))
            rows.append([index, left, right, generator.uniform() < p ? 1 : 0])
        }
        return try PreferenceGolden.table(rows)
    }

    private func fit(_ table: PairTable, confidence: Double = 0.95) throws -> StatisticResult {
        try StatisticCatalog.one(
            "bradley-terry-sequence",
            .preference,
            table,
            AnalysisOptions(confidence: confidence, resamples: 0)
        )
    }

    @Test("over many looks at 80 % the truth is left out in at most every fifth stream")
    func validity() throws {
        var missed = 0
        for seed in 0..<60 {
            let everHeld = try stride(from: 30, through: 300, by: 30).allSatisfy { count in
                let contrasts = try fit(table(UInt64(seed), count), confidence: 0.8).contrasts ?? []
                return contrasts.allSatisfy { contrast in
                    let (left, right) = (Int(contrast.left) ?? 0, Int(contrast.right) ?? 0)
                    let truth = Self.worths[left] - Self.worths[right]
                    return contrast.interval.map { $0.lower <= truth && truth <= $0.upper } ?? true
                }
            }
            missed += everHeld ? 0 : 1
        }
        #expect(missed <= 12)
    }

    @Test("equal worths are rarely rejected, different ones with time surely")
    func power() throws {
        let equal = try (0..<40).count { seed in
            try stride(from: 50, through: 400, by: 100).contains { count in
                try fit(table(UInt64(seed), count, worths: [0, 0, 0])).contrasts?.contains { ($0.p ?? 1) < 0.05 }
                    == true
            }
        }
        #expect(equal <= 2)
        let late = try fit(table(1, 4000))
        #expect(late.contrasts?.allSatisfy { ($0.p ?? 1) < 0.05 } == true)
    }

    @Test("p is below 5 % exactly where the interval leaves out 0; intervals are wider than fixed ones")
    func agreement() throws {
        for seed in 0..<10 {
            let table = try table(UInt64(seed), 600)
            let fixed = try StatisticCatalog.one(
                "bradley-terry",
                .preference,
                table,
                AnalysisOptions(resamples: 0, cluster: .none)
            )
            for (contrast, other) in zip(try #require(fit(table).contrasts), try #require(fixed.contrasts)) {
                let interval = try #require(contrast.interval)
                let rejects = interval.lower > 0 || interval.upper < 0
                #expect(rejects == (try #require(contrast.p) < 0.05))
                #expect(contrast.value == other.value)
                #expect(interval.lower < (other.interval?.lower ?? .nan))
            }
        }
    }

    @Test("an item that always won so far has no interval yet")
    func separated() throws {
        let result = try fit(Tables.wins([[0, 3], [0, 0]]))
        #expect(result.status == .infinite && result.contrasts == nil)
    }
}
