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
}
#endif
