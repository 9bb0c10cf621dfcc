import Foundation
import SeededRandom
import Statistics
import Testing

@Suite("Metrics against people")
struct MetricsAgainstPeopleTests {
    /// Choices by a logistic model on the first metric's advantage; the second is its opposite, the third is noise.
    private static func pairs(slope: Double, participants: Int = 30, seed: UInt64 = 1) -> [ScoredPair] {
        var generator = SeededGenerator(seed: seed)
        let items = ["a", "b", "c", "d"]
        var pairs: [ScoredPair] = []
        for participant in 0..<participants {
            for image in 0..<20 {
                let left = generator.below(4)
                let right = (left + 1 + generator.below(3)) % 4
                let advantage = Double(right - left) + generator.uniform() - 0.5
                let isLeft = generator.uniform() < 1 / (1 + exp(-slope * advantage))
                pairs.append(
                    ScoredPair(
                        participant: "p\(participant)",
                        unit: "i\(image)",
                        left: items[left],
                        right: items[right],
                        outcome: isLeft ? .left : .right,
                        advantages: [advantage, -advantage, generator.uniform() - 0.5, image == 0 ? advantage : nil]
                    )
                )
            }
        }
        return pairs
    }

    private func results(_ pairs: [ScoredPair]) -> [StatisticResult] {
        MetricsAgainstPeople(pairs, metrics: ["good", "bad", "noise", "rare"], options: .standard).results()
    }

    @Test("A metric that people follow agrees, its opposite does not, noise is even")
    func agreement() throws {
        let found = results(Self.pairs(slope: 1))
        let (good, bad, noise) = (found[0], found[1], found[2])
        #expect(found.map(\.form) == ["good", "bad", "noise", "rare"])
        #expect(try #require(good.value) > 0.75)
        #expect(abs(try #require(good.value) + (try #require(bad.value)) - 1) < 1e-12)
        #expect(try #require(noise.interval).lower < 0.5 && (try #require(noise.interval).upper) > 0.5)
        #expect(good.parameters?["kendallTau"] == 1)
        #expect(bad.parameters?["kendallTau"] == -1)
        #expect(try #require(good.p) < 1e-6)
        #expect(try #require(good.parameters?["agreementFar"]) > (try #require(good.parameters?["agreementNear"])))
        #expect(try #require(good.parameters?["logLoss"]) < (try #require(noise.parameters?["logLoss"])))
        #expect(found[3].nDropped == 570)
    }

    @Test("The slope is recovered within its error, and equal odds are not rejected more often than they should")
    func slope() throws {
        let pairs = Self.pairs(slope: 0.8, participants: 200)
        let scale = (pairs.reduce(0) { $0 + pow($1.advantages[0] ?? 0, 2) } / Double(pairs.count)).squareRoot()
        let parameters = try #require(results(pairs)[0].parameters)
        let (slope, error) = (try #require(parameters["slope"]), try #require(parameters["slopeStandardError"]))
        #expect(abs(slope / scale - 0.8) < 4 * error / scale)
        let rejected = (0..<200).count { seed in
            (results(Self.pairs(slope: 0, participants: 10, seed: UInt64(seed)))[2].p ?? 1) < 0.05
        }
        #expect(rejected < 22)
    }

    @Test("People who all agree set the ceiling to 1, and to a half where they choose at random")
    func ceiling() throws {
        let certain = results(Self.pairs(slope: 50, participants: 40))
        #expect(try #require(certain[0].parameters?["noiseCeiling"]) > 0.95)
        let random = results(Self.pairs(slope: 0, participants: 100))
        #expect(abs(try #require(random[0].parameters?["noiseCeiling"]) - 0.5) < 0.06)
    }

    @Test("A metric that tells nothing apart is undefined")
    func undefined() {
        let pairs = [ScoredPair(participant: "p", unit: "u", left: "a", right: "b", outcome: .left, advantages: [0])]
        let result = MetricsAgainstPeople(pairs, metrics: ["flat"], options: .standard).results()[0]
        #expect(result.status == .undefined)
        #expect(MetricsAgainstPeople([], metrics: ["none"], options: .standard).results()[0].status == .undefined)
    }
}
