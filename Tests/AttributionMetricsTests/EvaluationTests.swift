#if NativeLibraries
import AttributionMetrics
import Tensor
import Testing

@Suite("What an evaluation takes")
struct EvaluationTests {
    private static let map = Tensor(shape: [4, 6], values: (0..<24).map { Float($0 * 7 % 24) })

    private static func plane(_ odd: Float) -> Tensor {
        var values = [Float](repeating: 1, count: 24)
        values[5] = odd
        return Tensor(shape: [4, 6], values: values)
    }

    @Test("Values that are not finite are told, wherever they come in", arguments: [Float.nan, .infinity])
    func notFinite(_ odd: Float) {
        let plane = Self.plane(odd)
        #expect(throws: MetricError.self) { try Evaluation(plane) }
        #expect(throws: MetricError.self) { try Evaluation(Self.map, mask: plane) }
        #expect(throws: MetricError.self) { try Evaluation(Self.map, humanMap: plane) }
        #expect(throws: MetricError.self) { try Evaluation(Self.map, otherMap: plane) }
    }

    @Test("What is not a plane is told, wherever it comes in")
    func notAPlane() {
        let cube = Tensor(shape: [1, 4, 6], values: Self.map.values)
        #expect(throws: MetricError.self) { try Evaluation(cube) }
        #expect(throws: MetricError.self) { try Evaluation(Self.map, mask: cube) }
        #expect(throws: MetricError.self) { try Evaluation(Self.map, humanMap: cube) }
        #expect(throws: MetricError.self) { try Evaluation(Self.map, otherMap: cube) }
    }

    @Test("Correlations of maps with a value that is not a number end")
    func notANumber() {
        _ = MapSimilarity(Self.map, Self.plane(.nan))
    }
}
#endif
