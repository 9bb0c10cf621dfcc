import Statistics
import Testing

@Suite("Whether ties were offered")
struct TiesOfferedTests {
    /// Three participants on two images, of whom the last differs on the second; the first repeats both, once otherwise.
    private func table(offered: Bool?, ties: Bool = false) throws -> PairTable {
        var builder = PairTable.Builder()
        builder.tiesOffered = offered
        for (participant, outcomes) in [[PairTable.Outcome.left, .left], [.left, .left], [.left, .right]].enumerated() {
            for (image, outcome) in outcomes.enumerated() {
                try builder.add(
                    participant: "p\(participant)",
                    left: "a",
                    right: "b",
                    outcome: outcome,
                    unit: "i\(image)",
                    line: 1
                )
            }
        }
        try builder.add(participant: "p0", left: "a", right: "b", outcome: .left, unit: "i0", line: 1)
        let last: PairTable.Outcome = ties ? .tie : .right
        try builder.add(participant: "p0", left: "a", right: "b", outcome: last, unit: "i1", line: 1)
        return builder.build()
    }

    private func values(_ table: PairTable, categories: Int? = nil) throws -> [Double?] {
        let results = try StatisticCatalog.compute(
            ["brennan-prediger", "intra-rater"],
            of: .agreement,
            from: table,
            options: AnalysisOptions(resamples: 0, categories: categories)
        )
        return results.filter { $0.form == nil || $0.form == "chance-corrected" }.map(\.value)
    }

    private func expect(_ values: [Double?], answers: Double) {
        // Agreement is 1 on one image and 1/3 on the other; one of two repeats agrees.
        for (value, agreement) in zip(values, [2 / 3.0, 0.5]) {
            #expect(isNear(value, (agreement - 1 / answers) / (1 - 1 / answers), 1e-12))
        }
        #expect(values.count == 2)
    }

    @Test("ties that nobody chose count as an answer where they were offered")
    func offered() throws {
        let offered = try table(offered: true)
        #expect(offered.tiesOffered && !offered.hasTies)
        expect(try values(offered), answers: 3)
        let refused = try table(offered: false)
        #expect(!refused.tiesOffered)
        expect(try values(refused), answers: 2)
    }

    @Test("without being told, the answers decide, repeats included")
    func inferred() throws {
        #expect(try !table(offered: nil).tiesOffered)
        expect(try values(table(offered: nil)), answers: 2)
        let repeated = try table(offered: nil, ties: true)
        #expect(repeated.tiesOffered && !repeated.hasTies)
        expect(try values(repeated), answers: 3)
        #expect(try table(offered: false, ties: true).tiesOffered)
    }

    @Test("a number of categories in the options goes first, but not below what occurs")
    func options() throws {
        expect(try values(table(offered: false), categories: 5), answers: 5)
        expect(try values(table(offered: true), categories: 2), answers: 2)
        expect(try values(table(offered: nil, ties: true), categories: 2), answers: 3)
    }
}
