import Statistics
import Testing

@Suite("Biases and inconsistencies: the likelihood of P.910 annex E maximized by SciPy")
struct SurealTests {
    struct File: Decodable {
        struct Case: Decodable {
            let ratings: [[Double?]]
            let prior: Double
            let scores, errors: [Double]
            let logLikelihood: Double
        }
        let cases: [Case]
    }

    private func sureal(_ rows: [[Double?]]) throws -> StatisticResult {
        try StatisticCatalog.one("sureal", .ratings, Tables.ratings(rows), AnalysisOptions(resamples: 0))
    }

    @Test("scores, standard errors and log-likelihood; where one participant would take all, with the prior")
    func golden() throws {
        for item in try Golden.load("sureal.json", as: File.self).cases {
            let result = try sureal(item.ratings)
            #expect(result.status == (item.prior > 0 ? .priorDependent : .ok), "\(result.warnings ?? [])")
            #expect((result.reason == nil) == (item.prior == 0) && (result.warnings == nil) == (item.prior == 0))
            #expect(isNear(result.logLikelihood, item.logLikelihood, 1e-6))
            for (index, score) in item.scores.enumerated() {
                let own = result.items?.first { $0.item == "i\(index)" }
                #expect(isNear(own?.value, score, 1e-6), "\(own?.value ?? 0) \(score)")
                #expect(isNear(own?.standardError, item.errors[index], 1e-6))
            }
        }
    }

    @Test("one who gave one rating changes nothing but the count of what is left out")
    func single() throws {
        let item = try #require(Golden.load("sureal.json", as: File.self).cases.first)
        let alone = [Double?](repeating: nil, count: item.ratings[0].count - 1) + [1]
        let (own, more) = try (sureal(item.ratings), sureal(item.ratings + [alone]))
        #expect(more.nDropped == 1 && more.warnings?.count == 1)
        for (a, b) in zip(own.items ?? [], more.items ?? []) { #expect(isNear(b.value, try #require(a.value), 1e-8)) }
    }

    @Test("a constant bias moves no score against another; a shifted scale moves all")
    func bias() throws {
        let item = try #require(Golden.load("sureal.json", as: File.self).cases.first)
        var biased = item.ratings
        biased[3] = biased[3].map { $0.map { $0 + 1.2 } }
        let (own, moved) = try (sureal(item.ratings), sureal(biased))
        for (a, b) in zip(own.items ?? [], moved.items ?? []) {
            #expect(isNear(b.value, try #require(a.value) + 1.2 / Double(biased.count), 1e-7))
        }
        let shifted = try sureal(item.ratings.map { $0.map { $0.map { $0 + 2 } } })
        #expect(isNear(shifted.value, try #require(own.value) + 2, 1e-7))
    }
}
