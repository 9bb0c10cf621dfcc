#if NativeLibraries
import AttributionMetrics
import Statistics
import Testing

@Suite("How reliable metrics are")
struct ReliabilityTests {
    private static func table(_ values: [[Double?]], _ direction: MetricTraits.Direction = .higher) -> ScoreTable {
        ScoreTable(metric: "m", direction: direction, methods: ["a", "b", "c"], values: values)
    }

    @Test("Images that agree give alpha 1, whatever the scores' scale")
    func agreement() throws {
        let reliability = try MetricReliability(Self.table([[0.1, 0.2, 0.3], [1, 5, 6], [-3, 0, 90]]), resamples: 0)
        #expect(abs(try #require(reliability.alpha.value) - 1) < 1e-12)
    }

    @Test("Images that disagree give a lower alpha; by hand")
    func disagreement() throws {
        // Two coders with opposite ranks of three units: observed 8/3 of the mean squared rank difference 8/5 expected.
        let reliability = try MetricReliability(Self.table([[1, 2, 3], [3, 2, 1]]), resamples: 0)
        #expect(abs(try #require(reliability.alpha.value) + 2.0 / 3) < 1e-12)
    }

    @Test("Yes and no are compared as they are, agreement as agreement")
    func binary() throws {
        let reliability = try MetricReliability(Self.table([[1, 0, 1], [1, 0, 1], [1, 0, 1]]), resamples: 0)
        #expect(reliability.alpha.value == 1)
        #expect(reliability.alpha.level == .nominal)
    }

    @Test("Undefined scores are counted and never averaged")
    func undefined() throws {
        let table = Self.table([[1, nil, 3], [3, 2, 5]])
        #expect(table.mean(0) == 2)
        #expect(table.mean(1) == 2)
        #expect(table.undefinedCount(1) == 1)
        #expect(table.interval(1) == nil)
        let range = try #require(table.interval(0))
        #expect(range.lowerBound == 1 && range.upperBound == 3)
    }

    @Test("Intervals of means: SciPy 1.12.0 bootstrap, BCa, 400,000 resamples")
    func interval() throws {
        let scores = [0.02, 0.05, 0.07, 0.11, 0.13, 0.2, 0.24, 0.31, 0.55, 0.98]
        let table = Self.table(scores.map { [$0, 0.5, -$0] })
        let range = try #require(table.interval(0, resamples: 100_000))
        #expect(abs(range.lowerBound - 0.1405) < 0.003)
        #expect(abs(range.upperBound - 0.527) < 0.006)
        #expect(table.interval(1) == 0.5...0.5)
        // The same pictures are drawn, so that the interval of the negated scores is the mirrored one.
        let mirrored = try #require(table.interval(2, resamples: 100_000))
        #expect(abs(mirrored.lowerBound + range.upperBound) < 1e-9)
        #expect(abs(mirrored.upperBound + range.lowerBound) < 1e-9)
    }

    @Test("Places go by the direction, equal means share them")
    func places() {
        #expect(Self.table([[1, 3, 2]]).places == [3, 1, 2])
        #expect(Self.table([[1, 3, 2]], .lower).places == [1, 3, 2])
        #expect(Self.table([[2, 2, 1]]).places == [1.5, 1.5, 3])
    }

    @Test("Consistency takes the direction into account")
    func consistency() throws {
        let one = Self.table([[1, 1, 1], [2, 3, 2], [3, 2, 4]])
        let reversed = Self.table([[-1, -1, -1], [-2, -3, -2], [-3, -2, -4]], .lower)
        #expect(abs(try #require(MetricReliability.consistency(one, one)) - 1) < 1e-12)
        #expect(abs(try #require(MetricReliability.consistency(one, reversed)) - 1) < 1e-12)
    }
}
#endif
