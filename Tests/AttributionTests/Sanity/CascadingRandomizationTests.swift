#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Maps that explain a network change with its weights: Adebayo and others 2018, arXiv:1810.03292.
@Suite struct CascadingRandomizationTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../../StudyDefinitions/examples/shapes")
        .standardizedFileURL

    private func map(_ method: String, _ model: ONNXModel) async throws -> Tensor {
        let input = Tensor(
            shape: [3, 96, 96],
            values: (0..<3 * 96 * 96).map { Float($0 * 7919 % 257) / 64 - 2 }
        )
        let subject = try Subject(Classifier(Model(model)), input: input, target: 2)
        let traits = try ExplainerCatalog.explainer(named: method).traits
        return traits.map.map(of: try await explain(method, subject).attribution, height: 96, width: 96)
    }

    @Test func layersAreThoseWithWeightsFromTheOutputBack() throws {
        let model = try ONNXModel.read(Self.folder.appendingPathComponent("models/shapes-cnn.onnx").path)
        let cascade = CascadingRandomization(model)
        let weighted = model.graph.nodes.filter { ["Conv", "Gemm", "MatMul"].contains($0.operatorType) }
        #expect(cascade.layers.count == weighted.count)
        #expect(cascade.layers.first == weighted.last?.name)
        let (one, same) = (try cascade.model(replacing: 2, seed: 4), try cascade.model(replacing: 2, seed: 4))
        let other = try cascade.model(replacing: 2, seed: 5)
        var changed = 0
        for (index, tensor) in model.graph.initializers.enumerated() where tensor.elementType.isFloatingPoint {
            let values = try one.graph.initializers[index].floats()
            #expect(values == (try same.graph.initializers[index].floats()))
            if values != (try tensor.floats()) {
                changed += 1
                #expect(values != (try other.graph.initializers[index].floats()))
            }
        }
        #expect(changed == 2)
    }

    @Test(arguments: [("saliency", true), ("grad-cam", true), ("integrated-gradients", true), ("sobel", false)])
    func mapsChangeWithTheWeights(_ method: String, _ changes: Bool) async throws {
        let model = try ONNXModel.read(Self.folder.appendingPathComponent("models/shapes-cnn.onnx").path)
        let cascade = CascadingRandomization(model)
        let original = try await map(method, model)
        let random = try await map(method, cascade.model(replacing: cascade.layers.count, seed: 1))
        let similarity = try #require(MapSimilarity(original, random).absoluteSpearman)
        #expect(changes ? similarity < 0.7 : similarity == 1, "\(similarity)")
    }
}
#endif
