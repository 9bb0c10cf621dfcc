#if NativeLibraries
import Attribution
import AttributionMetrics
import Foundation
import ModelGraph
import ONNXFormat
import Tensor

/// The small networks that the project ships.
enum ShapesModel {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../../StudyDefinitions/examples/shapes")
        .standardizedFileURL

    static func file(_ name: String = "shapes-cnn") throws -> ONNXModel {
        try ONNXModel.read(folder.appendingPathComponent("models/\(name).onnx").path)
    }

    /// Something between pictures and noise.
    static let input = Tensor(
        shape: [3, 96, 96],
        values: (0..<3 * 96 * 96).map { index -> Float in
            let grain = Float(index * 7919 % 257) / 64
            let stripes = Float(index % 96 / 24 % 2)
            return grain - 2 + 2 * stripes
        }
    )

    static func subject(_ name: String = "shapes-cnn", target: Int = 2, seed: UInt64 = 0, memoryLimit: Int = 400 << 20)
        throws -> Subject
    {
        try Subject(Classifier(Model(file(name))), input: input, target: target, seed: seed, memoryLimit: memoryLimit)
    }

    /// A method's map with everything that metrics ask for.
    static func evaluation(
        _ method: String,
        _ subject: Subject? = nil,
        mask: Tensor? = nil,
        humanMap: Tensor? = nil
    ) async throws -> Evaluation {
        let subject = try subject ?? self.subject()
        let type = try ExplainerCatalog.explainer(named: method)
        let explainer = try type.init(ParameterValues([:], for: type.traits))
        let map = type.traits.map.plane(of: try await explainer.explain(subject).attribution)
        return try Evaluation(
            map,
            of: PictureScores(subject),
            method: (explainer, type.traits.map),
            file: file(),
            mask: mask,
            humanMap: humanMap
        )
    }
}
#endif
