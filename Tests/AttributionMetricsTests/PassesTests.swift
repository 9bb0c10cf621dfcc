#if NativeLibraries
import Attribution
import AttributionMetrics
import Tensor
import Testing

@Suite("What metrics cost and say of themselves")
struct PassesTests {
    private static let all = MetricCatalog.all.map { $0.traits.id }
    private static let mask = Tensor(
        shape: [96, 96],
        values: (0..<96 * 96).map { index -> Float in index / 96 < 40 && index % 96 < 40 ? 1 : 0 }
    )

    private func evaluation(memoryLimit: Int = 400 << 20) async throws -> Evaluation {
        let made = try await ShapesModel.evaluation("grad-cam", ShapesModel.subject(memoryLimit: memoryLimit))
        let subject = try Subject(
            made.subject.classifier,
            input: made.subject.input,
            target: 2,
            seed: 3,
            black: [-2, -2, -2],
            memoryLimit: memoryLimit
        )
        return try Evaluation(
            made.map,
            of: PictureScores(subject),
            method: made.method,
            file: made.file,
            mask: Self.mask,
            humanMap: Self.mask,
            otherMap: Self.mask
        )
    }

    private static func few(_ type: any Metric.Type) throws -> any Metric {
        let names = type.traits.parameters.map(\.name)
        let settings = ["samples": "4", "steps": "12", "stages": "2"].filter { names.contains($0.key) }
        return try type.init(ParameterValues(parsing: settings, for: type.traits))
    }

    @Test("Passes told beforehand are those taken", arguments: all)
    func passes(_ id: String) async throws {
        let metric = try Self.few(MetricCatalog.metric(named: id))
        let evaluation = try await evaluation()
        let before = evaluation.passes
        let told = try await metric.passes(for: evaluation)
        _ = try await metric.score(evaluation)
        let after = evaluation.passes
        #expect(after.forward - before.forward == told.forward)
        #expect(after.backward - before.backward == told.backward)
        #expect(told == PassCount() || type(of: metric).traits.needs.contains(.network))
    }

    @Test("Numbers do not depend on the size of batches, and one seed gives one number", arguments: all)
    func batches(_ id: String) async throws {
        let metric = try Self.few(MetricCatalog.metric(named: id))
        let whole = try await metric.score(evaluation())
        let single = try await metric.score(evaluation(memoryLimit: 1))
        #expect(whole.value == single.value)
        #expect(whole.undefinedReason == single.undefinedReason)
    }

    @Test("Every metric says where it is from and which way is better")
    func traits() {
        for type in MetricCatalog.all {
            #expect(
                type.traits.paper.contains("arXiv") || type.traits.paper.contains("DOI")
                    || type.traits.paper.contains("MIT")
            )
            #expect(type.traits.direction != .neither || type.traits.category == .betweenMaps)
        }
        #expect(Set(Self.all).count == Self.all.count)
    }
}
#endif
