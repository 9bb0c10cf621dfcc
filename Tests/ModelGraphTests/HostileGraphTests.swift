#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Graphs that no exporter writes: an error that names the node, and never a crash.
@Suite struct HostileGraphTests {
    /// Numbers that overflow, are negative or make arrays that no machine holds.
    static let absurd: [OperatorCase] = [
        OperatorCase("Reshape", [.variable([2, 3]), .integers([-2, 3])]),
        OperatorCase("Reshape", [.variable([2, 3]), .integers([.max, .max])]),
        OperatorCase("Reshape", [.variable([2, 3]), .integers([-1, -1])]),
        OperatorCase("Reshape", [.variable([2, 3]), .integers([6, 0, 0])]),
        OperatorCase("Reshape", [.variable([2, 3]), .integers([4])]),
        OperatorCase("Expand", [.variable([2, 1]), .integers([2, 1 << 40])]),
        OperatorCase("Expand", [.variable([2, 1]), .integers([2, .max])]),
        OperatorCase("Expand", [.variable([2, 3]), .integers([2, -1])]),
        OperatorCase("Tile", [.variable([2, 3]), .integers([1, 1 << 32])]),
        OperatorCase("Tile", [.variable([2, 3]), .integers([.max, .max])]),
        OperatorCase("Tile", [.variable([2, 3]), .integers([2])]),
        OperatorCase("Pad", [.variable([2, 3]), .integers([.min, 0, 0, 0])]),
        OperatorCase("Pad", [.variable([2, 3]), .integers([-3, 0, 0, 0])]),
        OperatorCase("Pad", [.variable([2, 3]), .integers([1, 0])]),
        OperatorCase("Gather", [.variable([2, 3]), .integers([2])]),
        OperatorCase("Gather", [.variable([2, 3]), .integers([.min])]),
        OperatorCase("Gather", [.variable([2, 3]), .integers([0])], ["axis": .int(.min)]),
        OperatorCase("GatherND", [.variable([2, 3]), .integers([0, 3], [1, 2])]),
        OperatorCase("GatherND", [.variable([2, 3]), .integers([0, 0, 0], [1, 3])]),
        OperatorCase("ScatterND", [.variable([2, 3]), .integers([2], [1, 1]), .variable([1, 3])]),
        OperatorCase("ScatterND", [.variable([2, 3]), .integers([1], [1, 1]), .variable([1, 2])]),
        OperatorCase("Slice", [.variable([6]), .integers([0]), .integers([6]), .integers([0]), .integers([0])]),
        OperatorCase("Slice", [.variable([6]), .integers([0, 1]), .integers([6])]),
        OperatorCase("Split", [.variable([6]), .integers([.max, .max])], outputs: 2),
        OperatorCase("Split", [.variable([6]), .integers([7, -1])], outputs: 2),
        OperatorCase("Transpose", [.variable([2, 3])], ["perm": .ints([0, 0])]),
        OperatorCase("Transpose", [.variable([2, 3])], ["perm": .ints([0, 7])]),
        OperatorCase("Concat", [.variable([2, 3]), .variable([3, 2])], ["axis": .int(0)]),
        OperatorCase("Concat", [], ["axis": .int(0)]),
        OperatorCase("Concat", [.variable([2, 3])]),
        OperatorCase("Squeeze", [.variable([2, 3]), .integers([0])]),
        OperatorCase("Unsqueeze", [.variable([2, 3]), .integers([0, 0])]),
        OperatorCase("Unsqueeze", [.variable([2, 3]), .integers([9])]),
        OperatorCase("Flatten", [.variable([2, 3])], ["axis": .int(5)]),
        OperatorCase("Softmax", [.variable([2, 3])], ["axis": .int(2)]),
        OperatorCase("ReduceSum", [.variable([2, 3]), .integers([-3])]),
        OperatorCase("DepthToSpace", [.variable([1, 4, 2, 2])], ["blocksize": .int(1 << 32)]),
        OperatorCase("DepthToSpace", [.variable([1, 4, 2, 2])], ["blocksize": .int(0)]),
        OperatorCase("SpaceToDepth", [.variable([1, 4, 2, 2])], ["blocksize": .int(.max)]),
        OperatorCase("Resize", [.variable([1, 1, 2, 2]), .none, .floats([1, 1, .nan, 1])]),
        OperatorCase("Resize", [.variable([1, 1, 2, 2]), .none, .floats([1, 1, 1e30, 1])]),
        OperatorCase("Resize", [.variable([1, 1, 2, 2]), .none, .floats([1, 1, -1, 1])]),
        OperatorCase("Resize", [.variable([1, 1, 2, 2]), .none, .none, .integers([1, 1, 1 << 32, 1])]),
        OperatorCase("Resize", [.variable([1, 1, 2, 2]), .none, .none, .integers([1, 1, -1, 1])]),
        OperatorCase("Resize", [.variable([1, 1, 2, 2])]),
        OperatorCase("LRN", [.variable([1, 3, 2, 2])], ["size": .int(0)]),
        OperatorCase(
            "GroupNormalization",
            [.variable([1, 3, 2]), .weights([2]), .weights([2])],
            ["num_groups": .int(2)],
            opset: 18
        ),
        OperatorCase(
            "GroupNormalization",
            [.variable([1, 4, 2]), .weights([3]), .weights([3])],
            ["num_groups": .int(2)],
            opset: 18
        ),
        OperatorCase(
            "BatchNormalization",
            [.variable([1, 3, 2]), .weights([3]), .weights([3]), .weights([3]), .weights([2])]
        ),
        OperatorCase("BatchNormalization", [.variable([])]),
        OperatorCase("MatMul", [.variable([2, 3]), .variable([2, 3])]),
        OperatorCase("MatMul", [.variable([2, 2, 3]), .variable([3, 3, 2])]),
        OperatorCase("MatMul", [.variable([]), .variable([3, 2])]),
        OperatorCase("Gemm", [.variable([2, 3]), .variable([2, 3])]),
        OperatorCase("Gemm", [.variable([2, 3]), .variable([3, 2]), .weights([5])]),
        OperatorCase("Add", [.variable([2, 3]), .variable([2, 4])]),
        OperatorCase("Add", [.variable([2, 3])]),
        OperatorCase("Where", [.flags([2]), .variable([3]), .variable([4])]),
        OperatorCase("Einsum", [.variable([2, 3]), .variable([2, 3])], ["equation": .string("ij,jk->ik")]),
        OperatorCase("Einsum", [.variable([2, 3]), .variable([2, 3])], ["equation": .string("")]),
        OperatorCase("Shape", []),
        OperatorCase("Relu", []),
        OperatorCase("Mean", []),
    ]

    static let windows: [OperatorCase] = [
        OperatorCase("Conv", [.variable([1, 3, 2, 2]), .weights([4, 3, 3, 3])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 2, 3, 3])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3])]),
        OperatorCase("Conv", [.variable([3, 4]), .weights([4, 3, 3, 3])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3]), .weights([3])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["group": .int(0)]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["group": .int(.max)]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["strides": .ints([0, 1])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["strides": .ints([1])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["dilations": .ints([.max, 1])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["pads": .ints([-1, 0, 0, 0])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["pads": .ints([.max, 0, 0, 0])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["pads": .ints([1])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 0, 0])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([0, 3, 3, 3])]),
        OperatorCase("Conv", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])], ["auto_pad": .string("SOMEHOW")]),
        OperatorCase("ConvTranspose", [.variable([1, 3, 4, 4]), .weights([4, 3, 3, 3])]),
        OperatorCase(
            "ConvTranspose",
            [.variable([1, 3, 4, 4]), .weights([3, 2, 3, 3])],
            ["pads": .ints([9, 9, 9, 9])]
        ),
        OperatorCase("ConvTranspose", [.variable([1, 3, 4, 4]), .weights([3, 2, 3, 3]), .weights([3])]),
        OperatorCase("MaxPool", [.variable([1, 3, 4, 4])], ["kernel_shape": .ints([5, 5])]),
        OperatorCase("MaxPool", [.variable([1, 3, 4, 4])], ["kernel_shape": .ints([0, 2])]),
        OperatorCase("MaxPool", [.variable([1, 3, 4, 4])], ["kernel_shape": .ints([2])]),
        OperatorCase(
            "MaxPool",
            [.variable([1, 3, 4, 4])],
            ["kernel_shape": .ints([2, 2]), "pads": .ints([-1, 0, 0, 0])]
        ),
        OperatorCase(
            "AveragePool",
            [.variable([1, 3, 4, 4])],
            ["kernel_shape": .ints([2, 2]), "strides": .ints([.max, 1])]
        ),
        OperatorCase("GlobalAveragePool", [.variable([1, 3])]),
    ]

    @Test(arguments: absurd + windows)
    func whatCannotBeRunIsAnErrorThatNamesTheNode(_ test: OperatorCase) async throws {
        let graph = test.graph
        let error = await #expect(throws: ModelError.self) {
            _ = try await graph.model().run(graph.inputs, fetching: graph.outputNames)
        }
        let codes: [ModelError.Code] = [.invalidGraph, .unsupported, .outOfMemory]
        #expect(error.map { codes.contains($0.code) } ?? true, "\(error?.message ?? "")")
        #expect(error?.message.contains("node (\(test.type))") ?? true, "\(error?.message ?? "")")
    }

    @Test func moreMemoryThanThereIsIsAnError() async throws {
        let names = (0..<256).map { "e\($0)" }
        let x = Tensor(shape: [1, 1], values: [1])
        let graph = TestGraph(
            names.map { ONNXNode("Expand", "x extents", $0) },
            inputs: ["x": x],
            initializers: [.init("extents", integers: [1 << 15, 1 << 15])],
            outputs: names
        )
        let model = try graph.model()
        let error = await #expect(throws: ModelError.self) { _ = try await model.run(["x": x], fetching: names) }
        #expect(error?.code == .outOfMemory)
        #expect(error?.message.contains("(Expand)") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("[32768, 32768]") == true)
    }

    @Test func constantsThatAreTooLargeAreAnError() async throws {
        let nodes: [ONNXNode] = [
            ONNXNode("ConstantOfShape", "extents", "c"), ONNXNode("Tile", "one extents", "c"),
            ONNXNode("Range", "zero limit one0", "c"), ONNXNode("Expand", "one extents", "c"),
        ]
        let constants: [ONNXTensor] = [
            .init("extents", integers: [1 << 15, 1 << 15]), .init("one", [1, 1]), .init("zero", number: 0),
            .init("limit", number: 1e12), .init("one0", number: 1),
        ]
        for node in nodes {
            let x = Tensor(shape: [1], values: [1])
            let graph = TestGraph([node, ONNXNode("Add", "x c", "y")], inputs: ["x": x], initializers: constants)
            let error = await #expect(throws: ModelError.self) { _ = try await graph.model().run(["x": x]) }
            #expect(error?.code == .invalidGraph)
            #expect(error?.message.contains("c (\(node.operatorType))") == true, "\(error?.message ?? "")")
        }
    }

    /// Attributes and integers of valid nodes are replaced by extreme ones: whatever happens, it is no crash.
    @Test(arguments: 0..<8)
    func extremeSettingsCrashNothing(_ part: Int) async throws {
        let tables = [
            ConvolutionTests.convolutions, MovementTests.shapes, MovementTests.orders, MovementTests.joins,
            MovementTests.slices, MovementTests.gathers, MovementTests.pads, NormalizationTests.groups,
            NormalizationTests.others, NormalizationTests.softmaxes, PoolingTests.maxima, PoolingTests.averages,
            PoolingTests.others, ReductionTests.cases, ResizingTests.early, ProductTests.general,
            ConvolutionTests.transpositions,
        ]
        var generator = SeededGenerator(state: UInt64(part) + 1000)
        for table in tables {
            for _ in 0..<8 {
                guard let original = table.randomElement(using: &generator) else { continue }
                let graph = original.damaged(using: &generator).graph
                guard let model = try? graph.model() else { continue }
                guard let _ = try? await model.run(graph.inputs, fetching: graph.outputNames) else { continue }
                for name in graph.outputNames where !graph.variables.isEmpty {
                    _ = try? await model.gradients(graph.inputs, of: name, with: graph.variables) { value, _ in value }
                }
            }
        }
    }
}

extension OperatorCase {
    private static let extremes = [
        0, -1, 1, 2, 7, 1 << 12, 1 << 33, 1 << 40, Int.max, Int.min, .min + 1, .max - 1,
    ]

    /// A copy with one setting or operand replaced by something extreme.
    func damaged(using generator: inout SeededGenerator) -> OperatorCase {
        var (attributes, operands) = (attributes, operands)
        let number = Self.extremes.randomElement(using: &generator) ?? 0
        func replaced(_ values: [Int]) -> [Int] {
            guard !values.isEmpty else { return [number] }
            var values = values
            values[Int.random(in: values.indices, using: &generator)] = number
            return values
        }
        if Bool.random(using: &generator), let name = attributes.keys.sorted().randomElement(using: &generator) {
            switch attributes[name] {
            case .int?: attributes[name] = .int(number)
            case .ints(let values)?: attributes[name] = .ints(replaced(values))
            case .floats(let values)?:
                attributes[name] = .floats(
                    values.map { _ in [Float.nan, .infinity, 1e30, -1].randomElement(using: &generator) ?? 0 }
                )
            case .float?: attributes[name] = .float([Float.nan, .infinity, 0].randomElement(using: &generator) ?? 0)
            default: attributes[name] = .string("?")
            }
        } else if !operands.isEmpty {
            let index = Int.random(in: operands.indices, using: &generator)
            switch operands[index] {
            case .integers(let values, let shape):
                operands[index] = .integers(values.isEmpty ? values : replaced(values), shape)
            case .floats(let values, let shape):
                operands[index] = .floats(
                    values.map { $0 * ([Float.nan, .infinity, 1e30, -1, 0].randomElement(using: &generator) ?? 0) },
                    shape
                )
            case .weights(let shape, _):
                operands[index] = .weights(
                    shape.shuffled(using: &generator) + (Bool.random(using: &generator) ? [] : [1])
                )
            case .variable(let shape, let range):
                operands[index] = .variable(shape.shuffled(using: &generator).dropLast(), range)
            default: operands.removeLast()
            }
        }
        return OperatorCase(type, operands, attributes, opset: opset, outputs: outputCount)
    }
}
#endif
