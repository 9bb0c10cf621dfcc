import Statistics
import Testing

@Suite("Hypothesis tests against SciPy and statsmodels")
struct HypothesisTestsTests {
    struct File: Decodable {
        struct BinomialCase: Decodable {
            let successes: Int
            let trials: Int
            let probability: Double
            let p: Double
            let lower: Double
            let upper: Double
        }
        struct FlipCase: Decodable {
            let differences: [Int]
            let p: Double
        }
        struct AdjustmentCase: Decodable {
            let p: [Double]
            let holm: [Double]
            let benjaminiHochberg: [Double]
        }
        let binomial: [BinomialCase]
        let signFlip: [FlipCase]
        let adjustment: [AdjustmentCase]
    }

    @Test("exact binomial test and Clopper–Pearson interval: SciPy binomtest")
    func binomial() throws {
        for item in try Golden.load("tests.json", as: File.self).binomial {
            let p = BinomialTest.twoSided(
                successes: item.successes,
                trials: item.trials,
                probability: item.probability
            )
            #expect(isClose(p, item.p, 1e-11), "\(item.successes) of \(item.trials): \(p), expected \(item.p)")
            let interval = ProportionInterval.clopperPearson(
                successes: Double(item.successes),
                trials: Double(item.trials),
                confidence: 0.95
            )
            #expect(isNear(interval.lower, item.lower, 1e-9))
            #expect(isNear(interval.upper, item.upper, 1e-9))
        }
    }

    @Test("sign-flip test: SciPy permutation_test over all sign assignments")
    func signFlip() throws {
        for item in try Golden.load("tests.json", as: File.self).signFlip {
            let test = SignFlipTest.twoSided(item.differences)
            #expect(test.isExact)
            #expect(isClose(test.p, item.p, 1e-12), "\(item.differences): \(test.p), expected \(item.p)")
        }
    }

    @Test(
        "with one answer each, the sign-flip test is the binomial test",
        arguments: [(7, 2), (5, 5), (12, 1), (3, 9)]
    )
    func signFlipIsBinomial(wins: Int, losses: Int) {
        let differences = [Int](repeating: 1, count: wins) + [Int](repeating: -1, count: losses) + [0, 0]
        let p = SignFlipTest.twoSided(differences).p
        #expect(isClose(p, BinomialTest.twoSided(successes: wins, trials: wins + losses), 1e-12))
    }

    @Test("Holm, Benjamini–Hochberg: statsmodels multipletests; a missing p-value does not count")
    func adjustment() throws {
        for item in try Golden.load("tests.json", as: File.self).adjustment {
            for (method, golden) in [(PValueAdjustment.holm, item.holm), (.benjaminiHochberg, item.benjaminiHochberg)] {
                for (value, expected) in zip(method.adjust(item.p), golden) { #expect(isClose(value, expected, 1e-12)) }
                #expect(method.adjust([nil, 0.02, nil]) == [nil, 0.02, nil])
            }
        }
    }
}
