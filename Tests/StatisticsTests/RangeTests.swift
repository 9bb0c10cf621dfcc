import Statistics
import Testing

@Suite("Studentized range, F, Nemenyi's test, limits of ICC(A,k)")
struct RangeTests {
    struct File: Decodable {
        struct Nemenyi: Decodable {
            let ratings: [[Double?]]
            let pairs: [[Double]]
        }
        let range: [[Double]]
        let rangeQuantiles: [[Double]]
        let f: [[Double]]
        let nemenyi: Nemenyi
    }

    private let golden: File

    init() throws { golden = try Golden.load("ranges.json", as: File.self) }

    @Test("tails of the range: mpmath to 1e-11 where the deviation is known, SciPy to 1e-9 elsewhere")
    func tails() {
        for row in golden.range {
            let isKnown = row[1] == 0
            let range = StudentizedRange(groups: Int(row[0]), degreesOfFreedom: isKnown ? .infinity : row[1])
            let own = range.upperTail(row[2])
            #expect(isNear(own, row[3], isKnown ? 1e-11 : 1e-9), "\(row): \(own)")
        }
    }

    @Test("quantiles of the range: SciPy; of two values it is √2 |t|")
    func quantiles() {
        for row in golden.rangeQuantiles {
            let range = StudentizedRange(groups: Int(row[0]), degreesOfFreedom: row[1])
            #expect(isNear(range.quantile(row[2]), row[3], 1e-6))
        }
        for df in [3.0, 40] {
            let range = StudentizedRange(groups: 2, degreesOfFreedom: df)
            for t in [0.3, 1.5, 4] {
                #expect(isNear(range.upperTail(t * 2.0.squareRoot()), StudentT(degreesOfFreedom: df).outside(t), 1e-11))
            }
        }
        let range = StudentizedRange(groups: 3)
        #expect(range.upperTail(0) == 1 && range.upperTail(.infinity) == 0 && range.quantile(1) == .infinity)
    }

    @Test("F: tails by mpmath, quantiles by SciPy")
    func fisher() {
        for row in golden.f {
            let f = FisherF(row[0], row[1])
            #expect(isClose(f.upperTail(row[2]), row[3], 1e-11), "\(row)")
            #expect(isClose(f.quantile(0.975), row[4], 1e-9), "\(row)")
        }
    }

    @Test("Nemenyi's test after Friedman's")
    func nemenyi() throws {
        let options = try AnalysisOptions(resamples: 0, postHoc: .nemenyi)
        let table = try Tables.ratings(golden.nemenyi.ratings)
        let contrasts = try StatisticCatalog.one("friedman", .agreement, table, options).contrasts ?? []
        #expect(contrasts.count == 10)
        for pair in golden.nemenyi.pairs {
            let found = contrasts.first { $0.left == "i\(Int(pair[0]))" && $0.right == "i\(Int(pair[1]))" }
            #expect(isNear(found?.pAdjusted, pair[2], 1e-10))
        }
    }

    @Test("Shrout and Fleiss 1979: McGraw and Wong's limits of ICC(A,k), and Spearman and Brown's")
    func shroutFleiss() throws {
        let judges: [[Double?]] = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
        for (stepped, lower, upper) in [(false, 0.039, 0.929), (true, 0.071, 0.927)] {
            let options = try AnalysisOptions(resamples: 0, spearmanBrown: stepped)
            let results = try StatisticCatalog.compute(
                ["icc"],
                of: .agreement,
                from: Tables.ratings(judges),
                options: options
            )
            let published = [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
            for (result, value) in zip(results, published) { #expect(isNear(result.value, value, 0.006)) }
            let mean = results.first { $0.form == "ICC(A,k)" }
            #expect(isNear(mean?.interval?.lower, lower, 0.0006), "\(mean?.interval?.lower ?? 0)")
            #expect(isNear(mean?.interval?.upper, upper, 0.0006), "\(mean?.interval?.upper ?? 0)")
        }
    }
}
