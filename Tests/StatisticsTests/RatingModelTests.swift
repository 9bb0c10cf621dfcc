import Foundation
import SeededRandom
import Statistics
import Testing

@Suite("Models of ratings and of raters")
struct RatingModelTests {
    private let plain: AnalysisOptions

    init() throws { plain = try AnalysisOptions(resamples: 0) }

    struct File: Decodable {
        struct Case: Decodable {
            let participants, items: Int
            let person, item, noise: Double
            let mean, standardError, varianceParticipant, varianceItem, varianceResidual, reml, satterthwaite: Double
        }
        let cases: [Case]
    }

    @Test("Crossed random effects by REML: lme4, degrees of freedom by lmerTest")
    func mixedModel() throws {
        for golden in try Golden.load("mixed_model.json", as: File.self).cases {
            var builder = RatingTable.Builder()
            for n in 0..<golden.participants * golden.items where n % 7 != 3 {
                let (participant, item) = n.quotientAndRemainder(dividingBy: golden.items)
                let fixed = 3 + golden.item * sin(1.7 * Double(item)) + golden.person * cos(2.3 * Double(participant))
                let value = fixed + golden.noise * sin(12.9898 * Double(n * n) + 0.3)
                try builder.add(participant: "p\(participant)", item: "i\(item)", value: value, line: 2)
            }
            let result = try StatisticCatalog.one("mixed-model", .ratings, builder.build(), plain)
            #expect(isNear(result.value, golden.mean, 1e-6))
            #expect(isNear(result.standardError, golden.standardError, 1e-6))
            #expect(isNear(result.parameters?["varianceParticipant"], golden.varianceParticipant, 1e-6))
            #expect(isNear(result.parameters?["varianceItem"], golden.varianceItem, 1e-6))
            #expect(isNear(result.parameters?["varianceResidual"], golden.varianceResidual, 1e-6))
            #expect(isNear(result.logLikelihood, -golden.reml / 2, 1e-7))
            let freedom = result.parameters?["satterthwaiteDf"]
            #expect(isClose(freedom, golden.satterthwaite, 1e-4), "\(freedom ?? 0) \(golden.satterthwaite)")
            let quantile = try StudentT(degreesOfFreedom: #require(freedom)).quantile(0.975)
            let upper = try #require(result.value) + quantile * (try #require(result.standardError))
            #expect(isNear(result.interval?.upper, upper, 1e-12))
        }
    }

    @Test("Participants with the same mean have no variance: that of the mean is the items' alone")
    func noVariance() throws {
        let values: [Double] = [1, 4, 2, 5, 3, 2, 4, 3]
        var balanced: [[Double?]] = []
        for shift in 0..<6 {
            // Each participant gives the same values, in one of two orders and turned by some items.
            let row: [Double?] = (0..<8).map { item in
                let place = 3 * item + shift * (shift % 2)
                return values[place % 8] - 3
            }
            balanced.append(row)
        }
        let result = try StatisticCatalog.one("mixed-model", .ratings, Tables.ratings(balanced), plain)
        #expect(result.parameters?["varianceParticipant"] == 0)
        #expect(result.warnings?.contains { $0.contains("participants") } == true)
        // Balanced one-way: the mean of item means, with items − 1 degrees of freedom.
        let means: [Double] = (0..<8).map { item in
            let column: [Double] = balanced.compactMap { $0[item] }
            return column.reduce(0, +) / 6
        }
        let center = means.reduce(0, +) / 8
        let squares = means.map { ($0 - center) * ($0 - center) }.reduce(0, +)
        let variance = squares / 7 / 8
        #expect(isNear(result.standardError, variance.squareRoot(), 1e-6))
        #expect(isNear(result.parameters?["satterthwaiteDf"], 7, 1e-3))
    }

    /// 200 items of four categories by eight good raters and two who guess.
    private static func crowd() throws -> RatingTable {
        var generator = SeededGenerator(seed: 5)
        var rows = [[Double?]](repeating: [], count: 10)
        for _ in 0..<200 {
            let truth = generator.below(4)
            for rater in 0..<10 {
                let knows = generator.uniform() < (rater < 8 ? 0.8 : 0)
                rows[rater].append(Double(knows ? truth : generator.below(4)))
            }
        }
        return try Tables.ratings(rows)
    }

    @Test("Those who guess are found", arguments: ["dawid-skene", "mace", "glad", "wawa"])
    func guessers(_ name: String) throws {
        let result = try StatisticCatalog.one(name, .agreement, Self.crowd(), plain)
        let values = Dictionary(uniqueKeysWithValues: (result.items ?? []).map { ($0.item, $0.value ?? .nan) })
        let good = (0..<8).compactMap { values["r\($0)"] }
        let bad = (8..<10).compactMap { values["r\($0)"] }
        #expect(good.count == 8 && bad.count == 2)
        #expect(try #require(good.min()) > (try #require(bad.max())) + 0.2, "\(name) \(values)")
        if name == "mace" {
            #expect(abs(good.reduce(0, +) / 8 - 0.8) < 0.05)
            #expect(bad.allSatisfy { $0 < 0.15 })
        }
        if name == "dawid-skene" { #expect(abs(good.reduce(0, +) / 8 - 0.85) < 0.05) }
    }

    @Test("Bias and inconsistency are told from quality, and one who is always right does not take all")
    func recovery() throws {
        var generator = SeededGenerator(seed: 9)
        let quality = (0..<20).map { _ in 1 + 4 * generator.uniform() }
        var rows: [[Double?]] = []
        for rater in 0..<15 {
            let (bias, spread) = (rater % 3 == 0 ? 0.8 : -0.4, rater == 14 ? 3 : 0.3)
            rows.append(quality.map { $0 + bias + spread * generator.normal() })
        }
        rows.append(quality.map { $0 })
        let table = try Tables.ratings(rows)
        func error(_ name: String) throws -> Double {
            let result = try StatisticCatalog.compute([name], of: .ratings, from: table, options: plain)[0]
            let scores = (0..<20).map { index in result.items?.first { $0.item == "i\(index)" }?.value ?? .nan }
            let shift = zip(scores, quality).reduce(0) { $0 + $1.0 - $1.1 } / 20
            return zip(scores, quality).reduce(0) { $0 + abs($1.0 - $1.1 - shift) } / 20
        }
        #expect(try error("sureal") < (try error("mos")))
        let sureal = try StatisticCatalog.compute(["sureal"], of: .ratings, from: table, options: plain)[0]
        #expect(sureal.status == .priorDependent && sureal.warnings?.contains { $0.contains("prior") } == true)
        #expect(try #require(sureal.items).allSatisfy { ($0.standardError ?? 0) > 0.01 })
    }
}
