import SeededRandom
import Statistics
import Testing

@Suite("Intraclass correlations, some of incomplete ratings")
struct IntraclassTests {
    struct File: Decodable {
        struct Complete: Decodable {
            let ratings: [[Double?]]
            let values: [Double]
            let F: [Double]
            let lower: [Double]
            let upper: [Double]
        }
        struct Incomplete: Decodable {
            let ratings: [[Double?]]
            let item: Double
            let rater: Double
            let residual: Double
            let psych: [Double]
            let between: Double
            let within: Double
        }
        let complete: Complete
        let incomplete: Incomplete
    }

    private let golden: File

    init() throws { golden = try Golden.load("icc.json", as: File.self) }

    private func results(_ rows: [[Double?]], _ options: AnalysisOptions? = nil) throws -> [String: StatisticResult] {
        let results = try StatisticCatalog.compute(
            ["icc"],
            of: .agreement,
            from: Tables.ratings(rows),
            options: options ?? plain()
        )
        return Dictionary(uniqueKeysWithValues: results.map { ($0.form ?? "", $0) })
    }

    @Test("Shrout and Fleiss 1979 by psych 2.2.9, limits of means by Spearman and Brown")
    func shroutFleiss() throws {
        let found = try results(golden.complete.ratings, AnalysisOptions(resamples: 0, spearmanBrown: true))
        for (index, form) in ["1,1", "A,1", "C,1", "1,k", "A,k", "C,k"].enumerated() {
            let result = try #require(found["ICC(\(form))"])
            #expect(isNear(result.value, golden.complete.values[index], 1e-12))
            #expect(isNear(result.statisticValue, golden.complete.F[index], 1e-10))
            #expect(isNear(result.interval?.lower, golden.complete.lower[index], 1e-8), "\(form)")
            #expect(isNear(result.interval?.upper, golden.complete.upper[index], 1e-8), "\(form)")
        }
    }

    @Test("Missing ratings: variances of lme4 1.1.31, and psych's coefficients from them")
    func incomplete() throws {
        let data = golden.incomplete
        let found = try results(data.ratings)
        let agreement = data.item / (data.item + data.rater + data.residual)
        let consistency = data.item / (data.item + data.residual)
        #expect(isNear(found["ICC(A,1)"]?.value, agreement, 1e-6))
        #expect(isNear(found["ICC(C,1)"]?.value, consistency, 1e-6))
        #expect(isNear(found["ICC(A,1)"]?.value, data.psych[1], 1e-5))
        #expect(isNear(found["ICC(C,1)"]?.value, data.psych[2], 1e-5))
        // k is the harmonic mean of ratings per item.
        let sizes = (0..<24).map { item in Double(data.ratings.count { $0[item] != nil }) }
        let k = 24 / sizes.reduce(0) { $0 + 1 / $1 }
        let mean = data.item / (data.item + (data.rater + data.residual) / k)
        #expect(isNear(found["ICC(A,k)"]?.value, mean, 1e-6))
        #expect(isNear(found["ICC(A,k)"]?.parameters?["ratingsPerItem"], k, 1e-12))
        // One-way: mean squares of R's aov.
        let number = sizes.reduce(0, +)
        let size = (number - sizes.reduce(0) { $0 + $1 * $1 } / number) / 23
        let single = (data.between - data.within) / (data.between + (size - 1) * data.within)
        #expect(isNear(found["ICC(1,1)"]?.value, single, 1e-10))
        #expect(isNear(found["ICC(1,1)"]?.statisticValue, data.between / data.within, 1e-8))
        for result in found.values {
            let (value, interval) = (try #require(result.value), try #require(result.interval))
            #expect(interval.lower < value && value < interval.upper && interval.upper < 1)
            #expect(result.n == Int(number) && result.nDropped == nil)
        }
    }

    @Test("One missing rating changes little, intervals included")
    func almostComplete() throws {
        var generator = SeededGenerator(seed: 12)
        let quality = (0..<60).map { _ in generator.normal() }
        var rows = (0..<12).map { _ -> [Double?] in
            let bias = 0.5 * generator.normal()
            return quality.map { $0 + bias + 0.7 * generator.normal() }
        }
        let whole = try results(rows)
        rows[3][7] = nil
        for (form, result) in try results(rows) {
            let other = try #require(whole[form])
            #expect(isNear(result.value, try #require(other.value), 0.01), "\(form)")
            #expect(isNear(result.interval?.lower, try #require(other.interval?.lower), 0.06), "\(form)")
            #expect(isNear(result.interval?.upper, try #require(other.interval?.upper), 0.06), "\(form)")
        }
    }

    @Test("Incomplete ratings that say nothing: a value or a reason, never a trap")
    func degenerate() throws {
        for rows: [[Double?]] in [
            [[1, nil], [nil, 2]], [[1, 2, nil]], [[1, 1, nil], [nil, 1, 1]], [[1, 2, 3], [1, 2, nil]],
            [[1, 5, nil, 2], [2, nil, 1, 4], [nil, 1, 5, 3]], [[1, 2, nil], [4, 5, 6], [7, 8, 9]],
        ] {
            for result in try results(rows).values {
                #expect((result.value == nil) == (result.status != .ok))
                #expect(result.value.map { $0 <= 1 } ?? (result.reason != nil), "\(rows) \(result)")
            }
        }
    }
}
