import Statistics
import StudyReport
import Testing

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0.0, 3, "0.000"), (-0.0, 3, "0.000"), (-0.0004, 3, "0.000"), (0.0005, 3, "0.001"), (-0.0005, 3, "−0.001"),
        (0.9996, 3, "1.000"), (1.5, 0, "2"), (-2.5, 0, "−3"), (12.345678, 2, "12.35"), (0.05, 3, "0.050"),
        (123_456_789.0, 3, "123456789.000"), (99.9999, 3, "100.000"), (-1e-9, 6, "0.000000"),
        (1e15, 0, "1000000000000000"),
    ])
    func roundsToTheDecimals(value: Double, decimals: Int, text: String) {
        #expect(NumberText.fixed(value, decimals) == text)
    }

    @Test(arguments: [
        (1e30, "1e+30"), (-1e300, "-1e+300"), (5e13, "5e+13"), (Double.infinity, "inf"), (-Double.infinity, "-inf"),
        (Double.nan, "nan"),
    ])
    func whatDoesNotFitIsWrittenShort(value: Double, text: String) {
        #expect(NumberText.fixed(value) == text || Double(text) == Double(NumberText.fixed(value)))
    }

    @Test func probabilitiesAreNeverZero() {
        #expect(NumberText.probability(0) == "<0.001")
        #expect(NumberText.probability(0.000_999) == "<0.001")
        #expect(NumberText.probability(0.001) == "0.001")
        #expect(NumberText.probability(1) == "1.000")
    }

    @Test func intervalsStandInBrackets() {
        #expect(NumberText.interval(ConfidenceInterval(-0.25, 1)) == "[−0.250, 1.000]")
        #expect(NumberText.interval(nil) == "")
    }
}
