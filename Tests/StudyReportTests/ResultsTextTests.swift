import Statistics
import StudyReport
import Testing

@Suite struct ResultsTextTests {
    private func result(_ status: StatisticStatus) -> StatisticResult {
        var result = StatisticResult(name: "some-statistic", method: "by hand", n: 12)
        result.status = status
        if status == .ok {
            result.value = 0.5
            result.interval = ConfidenceInterval(0.25, 0.75)
            result.p = 0.0001
        } else {
            result.reason = "because of \(status.rawValue)"
        }
        return result
    }

    @Test(arguments: [
        (StatisticStatus.undefined, "undefined"), (.notIdentified, "not identified"), (.infinite, "infinite"),
        (.priorDependent, "prior-dependent"),
    ])
    func whatHasNoValueSaysWhy(status: StatisticStatus, word: String) {
        let text = ResultsText.text(of: [result(status)])
        #expect(text.contains(" \(word) "))
        #expect(text.contains("because of \(status.rawValue)"))
        #expect(!text.contains("nan"))
    }

    @Test func aValueHasItsIntervalAndP() {
        let lines = ResultsText.text(of: [result(.ok)]).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines[2].split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
                == "some-statistic 0.500 [0.250, 0.750] <0.001 12"
        )
    }

    @Test func itemsPairsMatricesAndWarningsFollow() {
        var worths = StatisticResult(name: "worths", method: "fit", n: 4)
        worths.items = [
            ItemEstimate(item: "low", value: -1), ItemEstimate(item: "high", value: 1, standardError: 0.5),
            ItemEstimate(item: "none", status: .infinite, reason: "always won"),
        ]
        worths.warnings = ["few participants"]
        var pairs = StatisticResult(name: "tests", method: "exact", n: 4)
        pairs.contrasts = [Contrast(left: "a", right: "b", wins: 3, losses: 1, ties: 0, value: 0.75, p: 0.625)]
        var wins = StatisticResult(name: "win-matrix", method: "counts", n: 4)
        wins.matrix = ItemMatrix(items: ["a", "b"], rows: [[0, 2.5], [1, 0]])
        let text = ResultsText.text(of: [worths, pairs, wins])
        let places = ["high", "low", "none", "a – b", "row over column", "! worths: few participants"].map {
            text.firstRange(of: $0)?.lowerBound
        }
        #expect(places.allSatisfy { $0 != nil })
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(text.contains("infinite"))
        #expect(text.contains("2.5"))
        #expect(text.contains("worths  (fit; n = 4)"))
    }

    @Test func nothingIsNoText() {
        #expect(ResultsText.text(of: []).isEmpty)
    }
}
