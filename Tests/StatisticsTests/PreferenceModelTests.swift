import Foundation
import SeededRandom
import Statistics
import Testing

@Suite("Models of preference by peers")
struct PreferenceModelTests {
    private let golden: (python: PreferenceGolden, r: PreferenceGolden.FromR)
    private let naive: AnalysisOptions

    init() throws {
        golden = try PreferenceGolden.load()
        naive = try AnalysisOptions(resamples: 0, cluster: .none)
    }

    private func results(
        _ name: String,
        _ table: PairTable,
        _ options: AnalysisOptions
    ) throws -> [StatisticResult] {
        try StatisticCatalog.compute([name], of: .preference, from: table, options: options)
    }

    @Test("goodness of fit: R glm on counts, deviance and Pearson residuals")
    func goodnessOfFit() throws {
        let found = try results("goodness-of-fit", PreferenceGolden.table(golden.python.rows), naive)
        #expect(found.map(\.form) == ["deviance", "pearson"])
        #expect(isClose(found[0].statisticValue, golden.r.deviance, 1e-9))
        #expect(isClose(found[1].statisticValue, golden.r.pearson, 1e-9))
        #expect(found.allSatisfy { $0.df == golden.r.df && ($0.p ?? 0) > 0.2 })
    }

    @Test("a cycle fits badly; two items leave nothing to test")
    func badFit() throws {
        let cycle = try Tables.wins([[0, 18, 2], [2, 0, 18], [18, 2, 0]])
        #expect(try #require(results("goodness-of-fit", cycle, naive)[0].p) < 1e-6)
        let two = try results("goodness-of-fit", Tables.wins([[0, 3], [2, 0]]), naive)
        #expect(two.allSatisfy { $0.status == .undefined })
    }

    @Test("the side's effect by likelihood ratio: R glm with an intercept")
    func side() throws {
        let table = try PreferenceGolden.table(golden.python.rows)
        let found = try results("side-bias", table, naive)[1]
        #expect(found.form == "likelihood-ratio")
        #expect(isNear(found.value, golden.r.side.value, 1e-8))
        #expect(isClose(found.standardError, golden.r.side.error, 1e-7))
        #expect(isClose(found.statisticValue, golden.r.side.ratio, 1e-8))
        #expect(try #require(found.p) < 1e-4)
        let clustered = try results("side-bias", table, plain())[1]
        #expect(clustered.value == found.value && clustered.standardError != found.standardError)
        #expect(clustered.method.contains("t with 23 df"))
    }

    @Test("groups by likelihood ratio: R glm with interactions")
    func groups() throws {
        let table = try PreferenceGolden.table(golden.python.rows) { $0.isMultiple(of: 2) ? "even" : "odd" }
        let found = try results("group-difference", table, naive)[0]
        #expect(isClose(found.statisticValue, golden.r.group.ratio, 1e-8))
        #expect(found.df == golden.r.group.df)
        let permuted = try results("group-difference", table, AnalysisOptions(resamples: 400))[0]
        #expect(isClose(permuted.statisticValue, golden.r.group.ratio, 1e-8))
        // No difference was simulated.
        #expect(try #require(permuted.p) > 0.05 && permuted.p != found.p)
        #expect(permuted.items?.count == 5)
    }

    @Test("groups: what cannot be compared says why; opposite groups differ")
    func groupEdges() throws {
        func reason(_ group: (Int) -> String?) throws -> String {
            let table = try PreferenceGolden.table(golden.python.rows, group: group)
            return try results("group-difference", table, plain())[0].reason ?? ""
        }
        #expect(try reason { _ in nil }.contains("no two groups"))
        #expect(try reason { $0 == 0 ? nil : "a" }.contains("name no group"))
        let opposite = try PreferenceGolden.table(
            golden.python.rows.map { $0[0] < 12 ? $0 : [$0[0], $0[1], $0[2], 1 - $0[3]] }
        ) { $0 < 12 ? "a" : "b" }
        #expect(try #require(results("group-difference", opposite, AnalysisOptions(resamples: 400))[0].p) < 0.01)
    }

    @Test("covariates, naive and clustered: statsmodels 0.15 GLM", arguments: [false, true])
    func covariates(hasSide: Bool) throws {
        let names = ["contrast", "area", "place"]
        let table = try PreferenceGolden.table(
            golden.python.rows,
            covariates: (names, golden.python.covariates.values)
        )
        let expected = hasSide ? golden.python.covariates.side : golden.python.covariates.plain
        for cluster in AnalysisOptions.Cluster.allCases {
            let options = try AnalysisOptions(resamples: 0, cluster: cluster, sideEffect: hasSide)
            let found = try results("bradley-terry-covariates", table, options)[0]
            #expect(found.items?.map(\.item) == names + (hasSide ? ["side"] : []))
            #expect(isClose(found.logLikelihood, expected.logLikelihood, 1e-10))
            let errors = cluster == .none ? expected.naive : expected.clustered
            for (index, item) in try #require(found.items).enumerated() {
                #expect(isNear(item.value, expected.coefficients[index], 1e-8))
                #expect(isClose(item.standardError, errors[index], 1e-7))
                #expect(item.p != nil && item.interval != nil)
            }
        }
    }

    @Test("covariates that are missing, constant or tell all answers apart")
    func covariateEdges() throws {
        func result(_ rows: [(Double?, PairTable.Outcome)]) throws -> StatisticResult {
            var builder = PairTable.Builder(covariates: ["x"])
            for (index, row) in rows.enumerated() {
                try builder.add(
                    participant: "p\(index)",
                    left: "a",
                    right: "b",
                    outcome: row.1,
                    covariates: [row.0],
                    line: 2
                )
            }
            return try results("bradley-terry-covariates", builder.build(), naive)[0]
        }
        #expect(try result([(nil, .left)]).status == .undefined)
        #expect(try result([(0, .left), (0, .right)]).status == .undefined)
        #expect(try result([(1, .left), (-1, .right), (2, .left)]).status == .infinite)
        let some = try result([(1, .left), (1, .left), (1, .right), (nil, .left)])
        #expect(some.n == 3 && some.nDropped == 1)
        #expect(isNear(some.items?[0].value, log(2), 1e-9))
        let none = try results("bradley-terry-covariates", Tables.wins([[0, 2], [1, 0]]), naive)[0]
        #expect(none.status == .undefined)
        var builder = PairTable.Builder(covariates: ["x"])
        #expect(throws: StatisticsError.self) {
            try builder.add(participant: "p", left: "a", right: "b", outcome: .left, covariates: [.nan], line: 2)
        }
    }

    @Test("normal priors: choix 0.4.1 for log-worths, SciPy for distances in JND")
    func priors() throws {
        let table = try PreferenceGolden.table(golden.python.rows)
        let prior = golden.python.prior
        let found = try results("bradley-terry", table, AnalysisOptions(resamples: 0, priorSD: prior.sd))
        #expect(found.map(\.form) == ["clustered", "map"])
        #expect(found[1].status == .priorDependent)
        for (item, expected) in zip(try #require(found[1].items), prior.worths) {
            #expect(isNear(item.value, expected, 1e-6) && item.interval != nil)
        }
        let thurstone = try results("thurstone", table, AnalysisOptions(resamples: 0, priorSD: 1.5))
        for (item, expected) in zip(try #require(thurstone[1].items), prior.thurstoneJND) {
            #expect(isNear(item.value, expected, 1e-6))
        }
        // A probability of superiority of 75 % is one JND.
        let contrast = try #require(thurstone[1].contrasts?[0])
        let d = try #require(contrast.value) * 0.674_489_750_196_081_7
        #expect(isNear(contrast.probabilityOfSuperiority, 0.5 * erfc(-d / 2.0.squareRoot()), 1e-9))
        #expect(throws: StatisticsError.self) { try AnalysisOptions(priorSD: 0) }
    }

    @Test("a prior gives worths where wins separate and where groups never met")
    func priorWithoutEstimate() throws {
        let apart = try Tables.wins([[0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 0, 3], [0, 0, 1, 0]])
        for name in ["bradley-terry", "thurstone"] {
            let found = try results(name, apart, AnalysisOptions(resamples: 0, priorSD: 1))
            #expect(found.last?.status == .priorDependent)
            #expect(found.last?.items?.allSatisfy { $0.value != nil } == true)
        }
    }

    @Test("no preference over participants: exact sign flips of the score; two items are the exact sign-flip test")
    func equalWorths() throws {
        let rows = (0..<12).flatMap { person in [[person, 0, 1, person < 10 ? 1 : 0], [person, 0, 1, 1]] }
        let table = try Tables.pairs(rows)
        let options = try AnalysisOptions(resamples: 100)
        let found = try results("bradley-terry", table, options)[0]
        let binomial = try results("binomial", table, options)[0]
        #expect(isClose(found.p, binomial.contrasts?[0].p ?? .nan, 1e-12))
        // 22 wins of 24: (22 − 2)² / 24.
        #expect(isNear(found.statisticValue, 400 / 24.0, 1e-9))
        #expect(found.method.contains("all sign flips"))
        let many = try results("bradley-terry", PreferenceGolden.table(golden.python.rows), options)[0]
        #expect(many.method.contains("100 sign flips of participants, seed 1") && many.p == 1 / 101.0)
    }

    @Test("where nobody prefers anything, the test over participants rejects in about 5 of 100 studies")
    func equalWorthsLevel() throws {
        var rejected = 0
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var rows: [[Int]] = []
            for person in 0..<12 {
                let own = (0..<4).map { _ in generator.normal() }
                for _ in 0..<12 {
                    let left = generator.below(4)
                    let right = (left + 1 + generator.below(3)) % 4
                    let p = 1 / (1 + exp(own[right] - own[left]))
                    rows.append([person, left, right, generator.uniform() < p ? 1 : 0])
                }
            }
            let found = try results("bradley-terry", PreferenceGolden.table(rows), AnalysisOptions(resamples: 100))[0]
            if let p = found.p, p < 0.05 { rejected += 1 }
        }
        #expect((1...22).contains(rejected))
    }
}
