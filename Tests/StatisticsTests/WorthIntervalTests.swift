import Foundation
import SeededRandom
import Statistics
import Testing

@Suite("Intervals, contrasts and ranks of worths")
struct WorthIntervalTests {
    private let golden: (python: PreferenceGolden, r: PreferenceGolden.FromR)
    private let table: PairTable

    init() throws {
        golden = try PreferenceGolden.load()
        table = try PreferenceGolden.table(golden.python.rows)
    }

    private func fit(_ options: AnalysisOptions, _ table: PairTable? = nil) throws -> StatisticResult {
        try StatisticCatalog.one("bradley-terry", .preference, table ?? self.table, options)
    }

    @Test("profile likelihood: R glm with the contrast as offset; MASS interpolates between points of the profile")
    func profile() throws {
        let relative = try fit(
            AnalysisOptions(resamples: 0, reference: "0", cluster: .none, worthInterval: .profile)
        )
        #expect(relative.method.contains("profile likelihood"))
        #expect(relative.items?[0].interval == nil)
        for (index, (exact, mass)) in zip(golden.r.relative, golden.r.mass).enumerated() {
            let interval = try #require(relative.items?[index + 1].interval)
            #expect(isNear(interval.lower, exact[0], 1e-7) && isNear(interval.upper, exact[1], 1e-7))
            #expect(isNear(interval.lower, mass[0], 2e-5) && isNear(interval.upper, mass[1], 2e-5))
        }
        let centred = try fit(AnalysisOptions(resamples: 0, cluster: .none, worthInterval: .profile))
        for (item, exact) in zip(try #require(centred.items), golden.r.centred) {
            #expect(isNear(item.interval?.lower, exact[0], 1e-7) && isNear(item.interval?.upper, exact[1], 1e-7))
        }
    }

    @Test("two items: the profile of the log odds is that of a binomial probability")
    func profileOfTwo() throws {
        let wins = try Tables.wins([[0, 9], [3, 0]])
        let options = try AnalysisOptions(resamples: 0, reference: "1", cluster: .none, worthInterval: .profile)
        let interval = try #require(fit(options, wins).items?[0].interval)
        for limit in [interval.lower, interval.upper] {
            let p = 1 / (1 + exp(-limit))
            let drop = 9 * log(0.75 / p) + 3 * log(0.25 / (1 - p))
            #expect(isNear(2 * drop, 3.841_458_820_694_124, 1e-7))
        }
    }

    @Test("with clusters the profile is wider where the sandwich is, and names its scale")
    func clusteredProfile() throws {
        let profile = try fit(AnalysisOptions(resamples: 0, worthInterval: .profile))
        let wald = try fit(plain())
        for (a, b) in zip(try #require(profile.items), try #require(wald.items)) {
            let (left, right) = (try #require(a.interval), try #require(b.interval))
            // Close to Wald's in the middle of the scale, but not the same.
            #expect(abs(left.upper - right.upper) < 0.05 && left != right)
            #expect(a.standardError == b.standardError)
        }
        #expect(profile.method.contains("scaled to the sandwich variance, t with 23 df"))
    }

    @Test("the bootstrap is reproducible, does not depend on the order of rows and is near the sandwich")
    func bootstrap() throws {
        let options = try AnalysisOptions(resamples: 1000, seed: 4, worthInterval: .bootstrap)
        let found = try fit(options)
        #expect(try fit(options) == found)
        let reversed = try PreferenceGolden.table(golden.python.rows.reversed())
        for (a, b) in zip(try #require(found.items), try #require(fit(options, reversed).items)) {
            #expect(isNear(a.interval?.lower, b.interval?.lower ?? .nan, 1e-9))
        }
        let wald = try fit(plain())
        for (a, b) in zip(try #require(found.items), try #require(wald.items)) {
            let ratio = try #require(a.standardError) / (try #require(b.standardError))
            #expect((0.8...1.25).contains(ratio))
            let interval = try #require(a.interval)
            #expect(interval.lower < (a.value ?? .nan) && (a.value ?? .nan) < interval.upper)
        }
        let naive = try fit(AnalysisOptions(resamples: 1000, cluster: .none, worthInterval: .bootstrap))
        #expect(naive.method.contains("bootstrap of answers"))
    }

    @Test("resamples without an estimate are told")
    func missing() throws {
        let wins = try Tables.wins([[0, 9, 9], [1, 0, 5], [1, 5, 0]])
        let result = try fit(AnalysisOptions(resamples: 300, worthInterval: .bootstrap), wins)
        #expect(result.warnings?.contains { $0.contains("no finite estimate") } == true)
    }

    @Test("contrasts of all pairs with Holm's adjustment and effect sizes: R glm, p.adjust")
    func contrasts() throws {
        let result = try fit(AnalysisOptions(resamples: 0, cluster: .none))
        let contrasts = try #require(result.contrasts)
        #expect(contrasts.count == 10)
        for (contrast, expected) in zip(contrasts, golden.r.contrasts) {
            #expect(isNear(contrast.value, expected.difference, 1e-9))
            #expect(isClose(contrast.standardError, expected.error, 1e-7))
            #expect(isClose(contrast.p, expected.p, 1e-6) && isClose(contrast.pAdjusted, expected.adjusted, 1e-6))
            #expect(isClose(contrast.oddsRatio, exp(expected.difference), 1e-9))
            #expect(isClose(contrast.probabilityOfSuperiority, 1 / (1 + exp(-expected.difference)), 1e-9))
        }
        let json = try String(decoding: JSONEncoder().encode(result), as: UTF8.self)
        #expect(json.contains("\"rankLower\":1") && json.contains("\"oddsRatio\":"))
    }

    @Test("ranks leave open what contrasts do not tell apart")
    func ranks() throws {
        let result = try fit(AnalysisOptions(resamples: 0, cluster: .none))
        // By Holm: 1 is better than 0, 3 and 4; 2 than 0, 3 and 4; 0 than 4.
        #expect(result.items?.map(\.rankLower) == [3, 1, 1, 3, 4])
        #expect(result.items?.map(\.rankUpper) == [4, 2, 2, 5, 5])
        let adjusted = try fit(AnalysisOptions(resamples: 0, cluster: .none, adjustment: .benjaminiHochberg))
        #expect(adjusted.items?.map(\.rankUpper) == result.items?.map(\.rankUpper))
    }

    @Test("ranks hold for all items at once in 95 of 100 studies")
    func rankCoverage() throws {
        var covered = 0
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let worths = [0.0, 0, 0.4, 0.8, 1.2]
            var rows: [[Int]] = []
            for participant in 0..<30 {
                for _ in 0..<20 {
                    let left = generator.below(5)
                    let right = (left + 1 + generator.below(4)) % 5
                    let p = 1 / (1 + exp(worths[right] - worths[left]))
                    rows.append([participant, left, right, generator.uniform() < p ? 1 : 0])
                }
            }
            let items = try #require(fit(plain(), PreferenceGolden.table(rows)).items)
            // The two last share their ranks 4 and 5.
            let truth = [4...5, 4...5, 3...3, 2...2, 1...1]
            let holds = zip(items, truth).allSatisfy { item, ranks in
                (item.rankLower ?? 9) <= ranks.lowerBound && ranks.upperBound <= (item.rankUpper ?? 0)
            }
            covered += holds ? 1 : 0
        }
        #expect(covered >= 54)
    }

    @Test("Cohen's g of a pair is how far its share is from one half")
    func cohensG() throws {
        let result = try StatisticCatalog.one("binomial", .preference, Tables.wins([[0, 8], [2, 0]]), plain())
        #expect(isNear(result.contrasts?[0].cohensG, 0.3, 1e-12))
    }

    @Test("ties that are dropped are no half wins, and count as left out")
    func droppedTies() throws {
        var builder = PairTable.Builder()
        for (index, outcome) in [PairTable.Outcome.left, .left, .right, .tie, .tie].enumerated() {
            try builder.add(participant: "p\(index)", left: "a", right: "b", outcome: outcome, line: 2)
        }
        let dropped = try fit(AnalysisOptions(resamples: 0, ties: .drop), builder.build())
        #expect(isNear(dropped.items?[0].value, log(2) / 2, 1e-9))
        #expect(dropped.n == 3 && dropped.nDropped == 2)
        let half = try fit(plain(), builder.build())
        #expect(isNear(half.items?[0].value, log(1.5) / 2, 1e-9))
    }

    @Test("many items: errors and conjugate gradients agree with the same table of fewer")
    func manyItems() throws {
        var generator = SeededGenerator(seed: 8)
        var rows: [[Int]] = []
        for index in 0..<6000 {
            let left = generator.below(260)
            let right = (left + 1 + generator.below(259)) % 260
            rows.append([index % 50, left, right, generator.uniform() < (left < right ? 0.6 : 0.4) ? 1 : 0])
        }
        let result = try fit(
            AnalysisOptions(resamples: 0, reference: "0", cluster: .none),
            PreferenceGolden.table(rows)
        )
        #expect(result.status == .ok && result.contrasts == nil)
        let items = try #require(result.items)
        let worths = Dictionary(uniqueKeysWithValues: items.map { (Int($0.item) ?? 0, $0.value ?? .nan) })
        // The likelihood equations: each item wins as often as expected.
        var rest = [Double](repeating: 0, count: 260)
        for row in rows {
            let p = 1 / (1 + exp((worths[row[2]] ?? 0) - (worths[row[1]] ?? 0)))
            rest[row[1]] += Double(row[3]) - p
            rest[row[2]] -= Double(row[3]) - p
        }
        #expect(rest.allSatisfy { abs($0) < 1e-8 })
        #expect(items.count { ($0.standardError ?? 0) > 0.1 } == 259)
    }
}
