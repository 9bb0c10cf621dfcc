import Foundation
import SeededRandom
import Statistics
import Testing

@Suite("Participants as random effects")
struct BradleyTerryMixedTests {
    private func fit(_ table: PairTable, reference: String? = nil) throws -> StatisticResult {
        try StatisticCatalog.one(
            "bradley-terry-mixed",
            .preference,
            table,
            AnalysisOptions(resamples: 0, reference: reference)
        )
    }

    @Test("two items: lme4 1.1-31 glmer with a random intercept, whose deviation is √2 times ours")
    func two() throws {
        let (python, r) = try PreferenceGolden.load()
        let found = try fit(PreferenceGolden.table(python.two), reference: "1")
        #expect(isNear(found.logLikelihood, r.two.logLikelihood, 1e-6))
        #expect(isNear(found.items?[0].value, r.two.value, 1e-4))
        #expect(isNear(found.items?[0].standardError, r.two.error, 1e-3))
        #expect(isNear(found.parameters?["participantSD"], r.two.sd / 2.0.squareRoot(), 1e-4))
        #expect(try #require(found.p) < 1e-4)
    }

    @Test("three items: Laplace's approximation by SciPy, and not far from SciPy's quadrature")
    func three() throws {
        let golden = try PreferenceGolden.load().python.three
        let found = try fit(PreferenceGolden.table(golden.rows))
        #expect(isNear(found.logLikelihood, golden.laplace.logLikelihood, 1e-7))
        #expect(isNear(found.parameters?["participantSD"], golden.laplace.participantSD, 1e-5))
        #expect(isNear(found.parameters?["participantSD"], golden.quadrature.participantSD, 0.05))
        for (index, item) in try #require(found.items).enumerated() {
            #expect(isNear(item.value, golden.laplace.worths[index], 1e-5))
            #expect(isNear(item.value, golden.quadrature.worths[index], 0.01))
            #expect(item.interval != nil && item.rankLower != nil)
        }
    }

    /// Choices between four items by participants whose worths vary.
    private func table(_ seed: UInt64, deviation: Double) throws -> PairTable {
        var generator = SeededGenerator(seed: seed)
        let worths = [-0.9, -0.3, 0.3, 0.9]
        var rows: [[Int]] = []
        for participant in 0..<60 {
            let own = worths.map { $0 + deviation * generator.normal() }
            for _ in 0..<30 {
                let left = generator.below(4)
                let right = (left + 1 + generator.below(3)) % 4
                let p = 1 / (1 + exp(own[right] - own[left]))
                rows.append([participant, left, right, generator.uniform() < p ? 1 : 0])
            }
        }
        return try PreferenceGolden.table(rows)
    }

    @Test("what was simulated is found again, within three standard errors")
    func recovery() throws {
        for seed in 0..<4 {
            let found = try fit(table(UInt64(seed), deviation: 0.7))
            let parameters = try #require(found.parameters)
            let (sd, error) = (
                try #require(parameters["participantSD"]), try #require(parameters["participantSDStandardError"])
            )
            #expect(abs(sd - 0.7) < 3 * error && error < 0.15)
            for (item, truth) in zip(try #require(found.items), [-0.9, -0.3, 0.3, 0.9]) {
                #expect(abs(try #require(item.value) - truth) < 3.5 * (try #require(item.standardError)))
            }
        }
    }

    @Test("participants who are alike: no variance found more often than not, and the test rarely rejects")
    func alike() throws {
        let found = try (0..<20).map { try fit(table(UInt64(100 + $0), deviation: 0)) }
        #expect(found.count { $0.parameters?["participantSD"] == 0 } >= 4)
        #expect(found.count { ($0.p ?? 1) < 0.05 } <= 4)
        for result in found where result.parameters?["participantSD"] == 0 {
            #expect(result.p == 1 && result.warnings?.contains { $0.contains("alike") } == true)
        }
    }

    @Test("what has no estimate says why")
    func edges() throws {
        #expect(try fit(PairTable.Builder().build()).status == .undefined)
        #expect(try fit(Tables.wins([[0, 2], [0, 0]])).status == .infinite)
        #expect(try fit(Tables.wins([[0, 4], [3, 0]], oneParticipant: true)).status == .undefined)
        #expect(try fit(Tables.wins([[0, 4], [3, 0]])).status == .notIdentified)
    }
}
