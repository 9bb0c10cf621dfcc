#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// A graph in memory with the inputs that it is tested at.
struct TestGraph: Sendable {
    let graph: ONNXGraph
    let opset: Int
    let inputs: [String: Tensor]
    /// The inputs that gradients are taken by.
    let variables: [String]

    /// - Parameter outputs: Names; those of the last node by default.
    init(
        _ nodes: [ONNXNode],
        opset: Int = 17,
        inputs: [String: Tensor],
        initializers: [ONNXTensor] = [],
        outputs: [String]? = nil,
        variables: [String]? = nil
    ) {
        let outputs = outputs ?? nodes.last?.outputs.filter { !$0.isEmpty } ?? []
        self.opset = opset
        self.inputs = inputs
        self.variables = variables ?? inputs.keys.sorted()
        graph = ONNXGraph(
            name: "test",
            nodes: nodes,
            initializers: initializers,
            inputs: inputs.sorted { $0.key < $1.key }.map { name, tensor in
                ONNXValueInfo(name: name, elementType: .float32, shape: tensor.shape.map { _ in .unknown })
            },
            outputs: outputs.map { ONNXValueInfo(name: $0, elementType: .float32, shape: nil) }
        )
    }

    var outputNames: [String] { graph.outputs.map(\.name) }

    func model() throws -> Model { try Model(graph.model(opset: opset)) }
}

extension ONNXGraph {
    func model(opset: Int = 17) -> ONNXModel {
        ONNXModel(source: "test.onnx", irVersion: 8, producer: "", opsets: ["": opset], metadata: [:], graph: self)
    }
}

/// The largest difference of two arrays relative to the largest element of the second.
func difference(_ found: [Float], _ wanted: [Double]) -> Double {
    guard found.count == wanted.count else { return .infinity }
    var (worst, top) = (0.0, Double.leastNormalMagnitude)
    for (a, b) in zip(found, wanted) where Double(a) != b {
        if a.isNaN != b.isNaN || a.isInfinite != b.isInfinite { return .infinity }
        if b.isFinite { (worst, top) = (max(worst, abs(Double(a) - b)), max(top, abs(b))) }
    }
    for b in wanted where b.isFinite { top = max(top, abs(b)) }
    return worst / top
}

func difference(_ found: Tensor, _ wanted: Tensor) -> Double {
    found.shape == wanted.shape ? difference(found.values, wanted.values.map(Double.init)) : .infinity
}
#endif
