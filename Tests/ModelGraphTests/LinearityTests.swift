#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

@Suite struct LinearityTests {
    /// Where the scores of `nodes`, from `h` on, are affine in `h` `[1,2,2,2]`.
    private func isAffine(_ nodes: [ONNXNode]) async throws -> Bool {
        let test = TestGraph(
            [ONNXNode("Identity", "x", "before"), ONNXNode("Add", "before one", "h")] + nodes,
            inputs: ["x": Tensor(shape: [1, 2, 2, 2], values: (0..<8).map(Float.init))],
            initializers: [
                ONNXTensor(name: "one", shape: [1], floats: [1]),
                ONNXTensor(name: "head", shape: [2, 3], floats: [1, 2, 3, 4, 5, 6]),
                ONNXTensor(name: "kernel", shape: [2, 2, 1, 1], floats: [1, 2, 3, 4]),
            ]
        )
        return try await test.model().isAffine(in: "h", test.inputs.mapValues(\.shape))
    }

    @Test func poolingAndALinearLayerAre() async throws {
        let pooled = [ONNXNode("GlobalAveragePool", "h", "p"), ONNXNode("Flatten", "p", "f")]
        #expect(try await isAffine(pooled + [ONNXNode("MatMul", "f head", "y")]))
        #expect(try await isAffine(pooled + [ONNXNode("MatMul", "f head", "z"), ONNXNode("Softmax", "z", "y")]))
        #expect(try await !isAffine(pooled + [ONNXNode("Relu", "f", "r"), ONNXNode("MatMul", "r head", "y")]))
    }

    @Test func maximaAndProductsOfTwoWaysAreNot() async throws {
        let conv = ONNXNode("Conv", "h kernel", "c")
        #expect(try await isAffine([conv, ONNXNode("Add", "c h", "y")]))
        #expect(try await isAffine([conv, ONNXNode("Mul", "c one", "y")]))
        #expect(try await !isAffine([conv, ONNXNode("Mul", "c h", "y")]))
        #expect(try await !isAffine([conv, ONNXNode("Div", "one c", "y")]))
        #expect(try await !isAffine([ONNXNode("GlobalMaxPool", "h", "y")]))
    }

    /// What lies beside the tensor may do what it likes.
    @Test func otherWaysDoNotCount() async throws {
        let beside = [ONNXNode("Relu", "before", "r"), ONNXNode("Add", "r h", "y")]
        #expect(try await isAffine(beside))
        #expect(try await !isAffine([ONNXNode("Relu", "before", "y")]))
    }
}
#endif
