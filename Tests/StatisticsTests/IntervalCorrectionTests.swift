import Foundation
import SeededRandom
import Statistics
import Testing

@Suite("Corrections of intervals for few items and participants")
struct IntervalCorrectionTests {
    private func agreement(
        _ name: String,
        _ table: RatingTable,
        _ interval: AgreementInterval = .both,
        _ level: MeasurementLevel = .nominal
    ) throws -> StatisticResult {
        let options = try AnalysisOptions(level: level, resamples: 300, interval: interval)
        return try StatisticCatalog.one(name, .agreement, table, options)
    }

    @Test("bootstrap intervals are symmetric in log-odds of a share and in Fisher's z of a coefficient")
    func fisher() throws {
        let table = try Tables.simulated(seed: 3, raters: 10, items: 30, accuracy: 0.9)
        let share = try agreement("percent-agreement", table)
        let odds = { (x: Double) in log(x / (1 - x)) }
        let (value, interval) = (try #require(share.value), try #require(share.interval))
        #expect(isNear(odds(value) - odds(interval.lower), odds(interval.upper) - odds(value), 1e-9))
        #expect(interval.upper - value < value - interval.lower)
        let kappa = try agreement("fleiss-kappa", table)
        let (middle, limits) = (try #require(kappa.value), try #require(kappa.interval))
        #expect(isNear(atanh(middle) - atanh(limits.lower), atanh(limits.upper) - atanh(middle), 1e-9))
        // The margin is t times the standard error on that scale.
        let t = StudentT(degreesOfFreedom: try #require(kappa.df)).quantile(0.975)
        let error = try #require(kappa.standardError) / (1 - middle * middle)
        #expect(isNear(atanh(limits.upper) - atanh(middle), t * error, 1e-9))
    }

    @Test("forms that peers have stay symmetric on the scale of the coefficient, with n − 1 degrees of freedom")
    func peers() throws {
        let table = try Tables.simulated(seed: 3, raters: 10, items: 30, accuracy: 0.9)
        for (form, df) in [(AgreementInterval.linearized, 29.0), (.jackknife, 9)] {
            let result = try agreement("gwet-ac1", table, form)
            let (value, interval) = (try #require(result.value), try #require(result.interval))
            #expect(isNear(interval.upper - value, value - interval.lower, 1e-12))
            #expect(result.df == df)
        }
    }

    @Test("one item that makes most of the scatter lowers the degrees of freedom; alike items do not")
    func degreesOfFreedom() throws {
        // Twelve raters, thirty items: full agreement but for one rater on every third item, and chaos on the last.
        func table(chaos: Bool) throws -> RatingTable {
            try Tables.ratings(
                (0..<12).map { rater in
                    (0..<30).map { item in
                        if chaos, item == 29 { return Double(rater % 3) }
                        return item % 12 == rater && item % 3 == 0 ? 2 : Double(item % 2)
                    }
                }
            )
        }
        let alike = try #require(try agreement("fleiss-kappa", table(chaos: false), .items).df)
        let uneven = try #require(try agreement("fleiss-kappa", table(chaos: true), .items).df)
        #expect(uneven < 6 && alike > 15 && alike <= 29, "\(uneven), \(alike)")
    }

    @Test("kappa and alpha warn where one answer prevails; AC1 and balanced answers do not")
    func rareAnswers() throws {
        func table(every step: Int) throws -> RatingTable {
            var generator = SeededGenerator(seed: 5)
            return try Tables.ratings(
                (0..<6).map { _ in
                    (0..<24).map { item in generator.below(6) == 0 ? 1 : item % step == 0 ? 1 : 0 }
                }
            )
        }
        func warns(_ name: String, _ step: Int, _ form: AgreementInterval = .both) throws -> Bool {
            try agreement(name, table(every: step), form).warnings?.contains { $0.contains("in simulations") } == true
        }
        for name in ["fleiss-kappa", "conger-kappa", "krippendorff-alpha"] {
            #expect(try warns(name, 24), "\(name)")
            #expect(try warns(name, 24, .linearized), "\(name)")
            #expect(try !warns(name, 2), "\(name)")
            // About these items only, which are what they are.
            #expect(try !warns(name, 24, .raters), "\(name)")
        }
        for name in ["gwet-ac1", "percent-agreement"] { #expect(try !warns(name, 24), "\(name)") }
    }

    @Test("answers of 20 participants who all do half and half are worth more than independent ones, of 19 as many")
    func effectiveAnswers() throws {
        func width(participants: Int, _ cluster: AnalysisOptions.Cluster) throws -> Double {
            var builder = PairTable.Builder()
            for participant in 0..<participants {
                for trial in 0..<10 {
                    let isLeft = trial < (participant % 3 == 0 ? 6 : 5)
                    try builder.add(
                        participant: "p\(participant)",
                        left: "a",
                        right: "b",
                        outcome: isLeft ? .left : .right,
                        line: 1
                    )
                }
            }
            let options = try AnalysisOptions(resamples: 0, cluster: cluster)
            let found = try StatisticCatalog.one("side-bias", .preference, builder.build(), options)
            let interval = try #require(found.interval)
            return interval.upper - interval.lower
        }
        #expect(try width(participants: 20, .participant) < 0.5 * width(participants: 20, .none))
        #expect(try isNear(width(participants: 19, .participant), width(participants: 19, .none), 1e-12))
    }
}
