import Statistics
import Testing

@Suite("Psychometric functions: SciPy's maximum of the likelihood, statsmodels' GLM")
struct PsychometricTests {
    struct File: Decodable {
        struct Fit: Decodable {
            let threshold, slope, lapse, logLikelihood, deviance: Double
            let interval: [Double]
            let glm: [Double]?
            let clustered: [Double]?
        }
        struct Case: Decodable {
            let name: String
            let guess: Double
            let lapse: Double?
            let rows: [[Double]]
            let fits: [String: Fit]
        }
        let psychometric: [Case]
    }

    private let golden: File

    init() throws { golden = try Golden.load("choices.json", as: File.self) }

    private func table(_ item: File.Case, scale: Double = 1) -> ChoiceTable {
        ChoiceTable(
            item.rows.flatMap { row in
                (0..<Int(row[2])).map { trial in
                    ChoiceTable.Choice(
                        participant: "p\(Int(row[0]))",
                        isCorrect: trial < Int(row[3]),
                        alternatives: item.guess > 0 ? Int((1 / item.guess).rounded()) : nil,
                        intensity: row[1] * scale
                    )
                }
            }
        )
    }

    private func fit(
        _ table: ChoiceTable,
        lapse: Double?,
        cluster: AnalysisOptions.Cluster = .none,
        resamples: Int = 0
    ) throws -> [StatisticResult] {
        let options = try AnalysisOptions(resamples: resamples, cluster: cluster, lapse: lapse)
        return try StatisticCatalog.compute(["psychometric"], from: table, options: options)
    }

    @Test("threshold, slope, lapse rate, deviance and profile limits")
    func fits() throws {
        for item in golden.psychometric {
            for result in try fit(table(item), lapse: item.lapse) {
                let expected = try #require(item.fits[result.form ?? ""])
                let place = "\(item.name) \(result.form ?? "")"
                #expect(isNear(result.logLikelihood, expected.logLikelihood, 1e-8), "\(place)")
                #expect(isNear(result.value, expected.threshold, 1e-6), "\(place) \(result.value ?? 0)")
                #expect(isNear(result.parameters?["slope"], expected.slope, 1e-6), "\(place)")
                #expect(isNear(result.parameters?["lapse"], expected.lapse, 1e-7), "\(place)")
                #expect(isNear(result.parameters?["deviance"], expected.deviance, 1e-8), "\(place)")
                #expect(
                    isNear(result.interval?.lower, expected.interval[0], 2e-6),
                    "\(place) \(result.interval?.lower ?? 0)"
                )
                #expect(
                    isNear(result.interval?.upper, expected.interval[1], 2e-6),
                    "\(place) \(result.interval?.upper ?? 0)"
                )
                guard let glm = expected.glm, let clustered = expected.clustered else { continue }
                #expect(isNear(result.value, glm[0], 1e-8))
                #expect(isNear(result.standardError, glm[1], 1e-7))
                #expect(isNear(result.parameters?["slope"], glm[2], 1e-8))
                #expect(isNear(result.parameters?["slopeStandardError"], glm[3], 1e-7))
                #expect(isNear(result.parameters?["deviance"], glm[4], 1e-8))
                let own = try #require(
                    fit(table(item), lapse: item.lapse, cluster: .participant).first { $0.form == result.form }
                )
                #expect(isNear(own.standardError, clustered[0], 1e-7))
                #expect(isNear(own.parameters?["slopeStandardError"], clustered[1], 1e-7))
            }
        }
    }

    @Test("thresholds go with the unit of intensity; the bootstrap is the same each time and near the sandwich")
    func units() throws {
        let item = golden.psychometric[1]
        let own = try fit(table(item), lapse: nil, cluster: .participant, resamples: 200)
        let scaled = try fit(table(item, scale: 100), lapse: nil, cluster: .participant, resamples: 200)
        for (a, b) in zip(own, scaled) {
            #expect(isClose(b.value, 100 * (try #require(a.value)), 1e-7))
            #expect(isClose(b.interval?.lower, 100 * (try #require(a.interval).lower), 1e-5))
            #expect(isClose(b.parameters?["slope"], try #require(a.parameters?["slope"]) / 100, 1e-6))
            let interval = try #require(a.interval)
            #expect(interval.lower < (a.value ?? 0) && (a.value ?? 0) < interval.upper)
        }
        #expect(try fit(table(item), lapse: nil, cluster: .participant, resamples: 200) == own)
    }

    @Test("no value without a reason")
    func degenerate() throws {
        func choices(_ rows: [(Double?, Bool)]) -> ChoiceTable {
            ChoiceTable(rows.map { .init(participant: "p", isCorrect: $0.1, intensity: $0.0) })
        }
        let step = [(1.0, false), (2, false), (3, true), (4, true)].map { (Optional($0.0), $0.1) }
        let cases: [(ChoiceTable, Double?, StatisticStatus)] = [
            (ChoiceTable([]), nil, .undefined), (choices([(nil, true), (nil, false)]), nil, .undefined),
            (choices([(1, true), (1, false)]), nil, .undefined),
            (choices([(1, true), (2, false)]), nil, .notIdentified),
            (choices([(1, true), (2, true), (3, true)]), 0, .infinite), (choices(step), 0, .infinite),
            (choices(step + [(2.5, true), (2.5, false)]), 0, .infinite),
        ]
        for (table, lapse, status) in cases {
            for result in try fit(table, lapse: lapse) {
                #expect(result.status == status && result.reason != nil, "\(result)")
            }
        }
        #expect(throws: StatisticsError.self) { try AnalysisOptions(lapse: 0.7) }
    }
}
