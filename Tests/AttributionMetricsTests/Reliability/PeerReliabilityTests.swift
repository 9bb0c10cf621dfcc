#if NativeLibraries
import AttributionMetrics
import Foundation
import Statistics
import Testing

/// Values of the krippendorff package and SciPy; `Golden/make_reliability.py` has their versions.
@Suite("Reliability by peers")
struct PeerReliabilityTests {
    private static func golden(_ name: String) throws -> Double {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Golden/reliability.json")
        let values = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        return try #require(values?[name] as? Double, "\(name)")
    }

    /// 7 images by 12 methods: ranks have two digits, and some are shared.
    private static func table(
        _ direction: MetricTraits.Direction = .higher,
        _ score: (_ image: Int, _ method: Int) -> Double
    ) -> ScoreTable {
        let values: [[Double?]] = (0..<7).map { image in (0..<12).map { method -> Double? in score(image, method) } }
        return ScoreTable(
            metric: "m",
            direction: direction,
            methods: (0..<12).map { "method\($0)" },
            values: values
        )
    }

    private static func scores(_ image: Int, _ method: Int) -> Double {
        let turn: Int = (5 * image * method + 2 * image) % 11
        return Double(method + turn) / 4
    }

    @Test("Alpha of ranks, whichever way is better", arguments: [("alpha-higher", true), ("alpha-lower", false)])
    func ranks(_ name: String, _ isHigher: Bool) throws {
        let reliability = try MetricReliability(Self.table(isHigher ? .higher : .lower, Self.scores), resamples: 0)
        #expect(abs(try #require(reliability.alpha.value) - (try Self.golden(name))) < 1e-12)
    }

    @Test("Alpha of yes and no")
    func binary() throws {
        let table = Self.table { image, method -> Double in
            let turn: Int = method * method + image * (method % 3)
            return turn % 4 < 2 ? 1 : 0
        }
        let reliability = try MetricReliability(table, resamples: 0)
        #expect(abs(try #require(reliability.alpha.value) - (try Self.golden("alpha-binary"))) < 1e-12)
    }

    @Test("The correlation of methods, and of two metrics")
    func correlations() throws {
        let table = Self.table(.higher, Self.scores)
        let other = Self.table { image, method -> Double in
            let turn: Int = (7 * image * method + 3 * image) % 13
            return Double(2 * method + turn) / 8
        }
        let found = try #require(try MetricReliability(table, resamples: 0).interMethod)
        #expect(abs(found - (try Self.golden("inter-method"))) < 1e-12)
        let consistency = try #require(MetricReliability.consistency(table, other))
        #expect(abs(consistency - (try Self.golden("consistency"))) < 1e-12)
    }
}
#endif
