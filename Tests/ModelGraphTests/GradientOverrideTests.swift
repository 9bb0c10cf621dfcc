#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

@Suite struct GradientOverrideTests {
    /// y = (-2, 3, 4) · relu(hidden), hidden = (3, -0.5, 1) at x = (1, 2).
    private static let perceptron = TestGraph(
        [ONNXNode("MatMul", "x first", "h"), ONNXNode("Relu", "h", "r"), ONNXNode("MatMul", "r second", "y")],
        inputs: ["x": Tensor(shape: [1, 2], values: [1, 2])],
        initializers: [
            ONNXTensor(name: "first", shape: [2, 3], floats: [1, -1, 2, 1, 0.25, -0.5]),
            ONNXTensor(name: "second", shape: [3, 1], floats: [-2, 3, 4]),
        ]
    )

    private func gradient(_ overrides: [OperationKind: GradientOverride]) async throws -> [Float] {
        let test = Self.perceptron
        return try await test.model().gradient(of: "y", with: "x", at: test.inputs, overrides: overrides).values
    }

    @Test func theStandardRuleStopsAtWhatIsNotActive() async throws {
        #expect(try await gradient([:]) == [6, -4])
    }

    /// Springenberg, Dosovitskiy, Brox and Riedmiller 2015, arXiv:1412.6806.
    @Test func guidedBackpropagationAlsoStopsWhatIsNegative() async throws {
        let guided: GradientOverride = { step in
            let values = zip(step.outputGradient.values, step.inputs[0].values).map { $1 > 0 ? max($0, 0) : 0 }
            return [Tensor(shape: step.outputGradient.shape, values: values)]
        }
        #expect(try await gradient([.relu: guided]) == [8, -2])
    }

    /// Zeiler and Fergus 2014, doi:10.1007/978-3-319-10590-1_53.
    @Test func deconvolutionStopsWhatIsNegativeAlone() async throws {
        let deconvolution: GradientOverride = { step in
            [Tensor(shape: step.outputGradient.shape, values: step.outputGradient.values.map { max($0, 0) })]
        }
        #expect(try await gradient([.relu: deconvolution]) == [5, -1.25])
    }

    @Test func anOverrideLastsForOnePass() async throws {
        let model = try Self.perceptron.model()
        let inputs = Self.perceptron.inputs
        let none: GradientOverride = { [Tensor(shape: $0.inputs[0].shape, values: $0.inputs[0].values.map { _ in 0 })] }
        #expect(try await model.gradient(of: "y", with: "x", at: inputs, overrides: [.relu: none]).values == [0, 0])
        #expect(try await model.gradient(of: "y", with: "x", at: inputs).values == [6, -4])
    }

    @Test func anOverrideSeesTheStep() async throws {
        let seen: GradientOverride = { step in
            #expect(step.kind == .relu && step.node == "r (Relu)")
            #expect(step.inputs.map(\.values) == [[3, -0.5, 1]] && step.isVariable == [true])
            #expect(step.output.values == [3, 0, 1] && step.outputGradient.values == [-2, 3, 4])
            #expect(try step.output(of: [Tensor(shape: [1, 3], values: [-1, 2, 0])]).values == [0, 2, 0])
            let elsewhere = [Tensor(shape: [1, 3], values: [-1, 2, 5])]
            #expect(try step.standardGradients(at: elsewhere)[0]?.values == [0, 3, 4])
            let other = Tensor(shape: [1, 3], values: [1, 1, 1])
            #expect(try step.standardGradients(other)[0]?.values == [1, 0, 1])
            return try step.standardGradients()
        }
        #expect(try await gradient([.relu: seen]) == [6, -4])
    }

    @Test func aProductIsSeenWithItsWeights() async throws {
        let seen: GradientOverride = { step in
            #expect(step.inputs.count == 2 && step.isVariable == [true, false])
            let product = try step.output(of: [step.inputs[0], step.inputs[1]])
            #expect(product == step.output)
            return try step.standardGradients()
        }
        #expect(try await gradient([.matrixProduct: seen]) == [6, -4])
    }

    /// However it was exported.
    @Test(arguments: [[OperationKind.convolution], [.convolution, .multiply, .add]])
    func aConvolutionIsSeenWithItsBatchNorm(_ kinds: [OperationKind]) async throws {
        let test = TestGraph(
            [
                ONNXNode("Conv", "x w", "c"), ONNXNode("Mul", "c scale", "m"), ONNXNode("Add", "m shift", "a"),
                ONNXNode("Relu", "a", "y"),
            ],
            inputs: ["x": Tensor(shape: [1, 1, 1, 2], values: [1, 2])],
            initializers: [
                ONNXTensor(name: "w", shape: [2, 1, 1, 1], floats: [3, 1]),
                ONNXTensor(name: "scale", shape: [2, 1, 1], floats: [2, -1]),
                ONNXTensor(name: "shift", shape: [2, 1, 1], floats: [-5, 4]),
            ]
        )
        let seen: GradientOverride = { step in
            #expect(step.kind == .convolution)
            #expect(step.inputs[0].values == [1, 2] && step.inputs[1].values == [6, -1])
            #expect(step.inputs.last?.values == [-5, 4] && step.output.values == [1, 7, 3, 2])
            return try step.standardGradients()
        }
        let overrides = Dictionary(uniqueKeysWithValues: kinds.map { ($0, seen) })
        let gradient = try await test.model().gradient(of: "y", with: "x", at: test.inputs, overrides: overrides)
        #expect(gradient.values == [5, 5])
    }

    @Test func poolingIsSeenWithItsWindows() async throws {
        let test = TestGraph(
            [
                ONNXNode(
                    "MaxPool",
                    "x",
                    "y",
                    ["kernel_shape": .ints([2, 3]), "strides": .ints([1, 2]), "pads": .ints([0, 1, 1, 0])]
                )
            ],
            inputs: ["x": Tensor(shape: [1, 1, 2, 4], values: [1, 5, 2, 3, 4, 0, 7, 6])]
        )
        let seen: GradientOverride = { step in
            #expect(step.window?.kernel == [2, 3] && step.window?.strides == [1, 2])
            #expect(step.window?.dilations == [1, 1] && step.window?.pads == [0, 1, 1, 0])
            return try step.standardGradients()
        }
        let gradient = try await test.model().gradient(of: "y", with: "x", at: test.inputs, overrides: [.maxPool: seen])
        #expect(gradient.values == [0, 1, 0, 0, 1, 0, 2, 0])
    }

    @Test func whatDoesNotFitIsAnError() async throws {
        let many = await #expect(throws: ModelError.self) { _ = try await gradient([.relu: { _ in [] }]) }
        #expect(many?.code == .notDifferentiable)
        #expect(many?.message == "An override of relu gave 0 gradients for 1 inputs.")
        let wrong = await #expect(throws: ModelError.self) {
            _ = try await gradient([.relu: { _ in [Tensor(shape: [3], values: [0, 0, 0])] }])
        }
        #expect(wrong?.code == .shapeMismatch)
        #expect(wrong?.message == "An override of relu gave a gradient of shape [3] for an input of shape [1, 3].")
        let elsewhere = await #expect(throws: ModelError.self) {
            _ = try await gradient([.relu: { [try $0.output(of: [Tensor(shape: [2], values: [0, 0])])] }])
        }
        #expect(elsewhere?.code == .shapeMismatch)
        struct Refusal: Error {}
        await #expect(throws: Refusal.self) { _ = try await gradient([.relu: { _ in throw Refusal() }]) }
        #expect(try await gradient([:]) == [6, -4])
    }

    /// With every rule overridden by itself nothing is merged, and the result is the same.
    @Test(arguments: Fixture.all)
    func standardRulesAsOverridesChangeNothing(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let name = try model.inputName()
        let input = [name: try fixture.golden("input")]
        let standard: GradientOverride = { try $0.standardGradients() }
        let overrides = Dictionary(uniqueKeysWithValues: OperationKind.allCases.map { ($0, standard) })
        let result = try await model.gradients(input, classes: [1, 1], with: [name], overrides: overrides)
        let gradient = try #require(result.gradients[name])
        #expect(difference(gradient, try fixture.golden("gradient")) <= 1e-5)
    }

    @Test(arguments: OperationKind.allCases)
    func eachStandardRuleAsAnOverrideChangesNothing(_ kind: OperationKind) async throws {
        for fixture in Fixture.networks {
            let model = try fixture.model()
            let name = try model.inputName()
            let input = [name: try fixture.golden("input")]
            let overrides: [OperationKind: GradientOverride] = [kind: { try $0.standardGradients() }]
            let result = try await model.gradients(input, classes: [1, 1], with: [name], overrides: overrides)
            let gradient = try #require(result.gradients[name])
            #expect(difference(gradient, try fixture.golden("gradient")) <= 1e-5, "\(fixture.file)")
        }
    }
}
#endif
