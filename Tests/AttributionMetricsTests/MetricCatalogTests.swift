import AttributionMetrics
import Testing

@Suite("The catalog of metrics")
struct MetricCatalogTests {
    @Test("A name that is nearly right is told")
    func nearlyRight() {
        #expect(throws: MetricError.self) { try MetricCatalog.metric(named: "sparsty") }
    }
}
