#if NativeLibraries
import Attribution
import ONNXFormat
import Tensor
import Testing

/// What holds for every method of the family.
@Suite struct BackpropagationPropertyTests {
    /// With parameters that make it short.
    static let methods: [(id: String, parameters: [String: String])] = [
        ("saliency", [:]), ("input-x-gradient", [:]), ("integrated-gradients", ["steps": "6"]),
        ("blur-ig", ["steps": "5", "max-sigma": "4"]), ("guided-ig", ["steps": "7"]),
        ("gradient-shap", ["samples": "6", "sigma": "0.1"]), ("smoothgrad", ["samples": "6"]),
        ("smoothgrad-squared", ["samples": "5"]), ("vargrad", ["samples": "5"]),
        ("smoothgrad", ["samples": "3", "around": "integrated-gradients steps=4"]), ("deconvolution", [:]),
        ("guided-backprop", [:]), ("guided-grad-cam", [:]), ("deep-lift", [:]), ("lrp", [:]),
        ("xrai", ["steps": "4", "min-area": "5"]),
    ]

    @Test(arguments: methods.indices)
    func passesAreAsAnnounced(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        let subject = try SmallNetwork.subject("residual-cnn--torchscript13")
        let type = try ExplainerCatalog.explainer(named: id)
        let explainer = try type.init(ParameterValues(parsing: parameters, for: type.traits))
        let announced = try await explainer.passes(for: subject)
        let found = try await explainer.explain(subject)
        #expect(subject.log.count == announced, "\(id)")
        #expect(found.attribution.values.allSatisfy { $0.isFinite })
        let shape = id == "xrai" ? [16, 16] : [3, 16, 16]
        #expect(found.attribution.shape == shape)
    }

    @Test(arguments: methods.indices)
    func oneSeedGivesOneResultWhateverTheBatch(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        let file = "residual-cnn--torchscript13"
        let first = try await explain(id, SmallNetwork.subject(file, seed: 3), parameters)
        let again = try await explain(id, SmallNetwork.subject(file, seed: 3), parameters)
        #expect(first.attribution == again.attribution, "\(id)")
        let single = try await explain(id, SmallNetwork.subject(file, seed: 3, memoryLimit: 1), parameters)
        let top = first.attribution.values.reduce(0) { max($0, abs($1)) }
        for (a, b) in zip(first.attribution.values, single.attribution.values) {
            #expect(abs(a - b) <= 1e-5 * top, "\(id)")
        }
        let other = try await explain(id, SmallNetwork.subject(file, seed: 4), parameters)
        let isSeeded = try ExplainerCatalog.explainer(named: id).traits.isSeeded
        #expect((other.attribution == first.attribution) != isSeeded, "\(id)")
    }

    /// A network whose kernels are symmetric sees a mirrored picture as the mirror image.
    @Test(arguments: methods.indices)
    func mirroredInputsHaveMirroredMaps(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        // Noise and segmentation are not mirrored.
        guard try !ExplainerCatalog.explainer(named: id).traits.isSeeded, id != "xrai" else { return }
        let (height, width) = (10, 8)
        let values = (0..<2 * height * width).map { Float(($0 * 29 + 7) % 31) / 15 - 1 }
        let input = Tensor(shape: [2, height, width], values: values)
        let found = try await explain(id, Self.symmetric(input), parameters).attribution
        let mirrored = try await explain(id, Self.symmetric(Self.mirrored(input)), parameters).attribution
        let back = Self.mirrored(mirrored)
        let top = found.values.reduce(0) { max($0, abs($1)) }
        #expect(top > 0, "\(id)")
        for (a, b) in zip(found.values, back.values) { #expect(abs(a - b) <= 1e-4 * top, "\(id)") }
    }

    static func mirrored(_ tensor: Tensor) -> Tensor {
        let width = tensor.shape[tensor.shape.count - 1]
        let values = tensor.values.indices.map { index in
            tensor.values[index / width * width + width - 1 - index % width]
        }
        return Tensor(shape: tensor.shape, values: values)
    }

    /// Convolution with kernels symmetric in columns, ReLU, mean, linear.
    private static func symmetric(_ input: Tensor) throws -> Subject {
        let kernels = (0..<4 * 2 * 3).flatMap { row -> [Float] in
            let (side, middle) = (Float((row * 5 + 2) % 7) / 4 - 0.7, Float((row * 3 + 1) % 5) / 3 - 0.6)
            return [side, middle, side]
        }
        return try SmallNetwork.subject(
            [
                SmallNetwork.node("Conv", "x k", "c", ["pads": .ints([1, 1, 1, 1])]),
                SmallNetwork.node("Relu", "c", "r"),
                SmallNetwork.node("GlobalAveragePool", "r", "p"), SmallNetwork.node("Flatten", "p", "f"),
                SmallNetwork.node("MatMul", "f w", "y"),
            ],
            [
                ONNXTensor(name: "k", shape: [4, 2, 3, 3], floats: kernels),
                ONNXTensor(name: "w", shape: [4, 2], floats: [1, -0.5, 0.75, 0.25, 0.5, 1, -0.25, 0.5]),
            ],
            input: input
        )
    }

    @Test(arguments: methods.indices)
    func channelsLastIsTheSame(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        guard !["guided-grad-cam", "xrai"].contains(id) else { return }
        let found = try await explain(id, LinearModel.subject(), parameters).attribution
        let last = try await explain(id, LinearModel.subject(isChannelsLast: true), parameters).attribution
        for (a, b) in zip(found.values, last.values) { #expect(abs(a - b) < 1e-5, "\(id)") }
    }

    /// Gray, and higher than wide.
    @Test(arguments: methods.indices)
    func oneChannelIsEnough(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        let input = Tensor(shape: [1, 12, 7], values: (0..<84).map { Float(($0 * 29 + 7) % 31) / 15 - 1 })
        let subject = try SmallNetwork.subject(
            [
                SmallNetwork.node("Conv", "x k", "c"), SmallNetwork.node("Relu", "c", "r"),
                SmallNetwork.node("GlobalAveragePool", "r", "y"),
            ],
            [
                ONNXTensor(
                    name: "k",
                    shape: [2, 1, 3, 3],
                    floats: [1, -2, 0.5, 0.25, 1, -0.5, 0.75, 0, -1, 0.5, 1, -0.25, 2, -1, 0.5, 0.25, -0.75, 1]
                )
            ],
            input: input,
            target: 1
        )
        let found = try await explain(id, subject, parameters).attribution
        #expect(found.shape == (id == "xrai" ? [12, 7] : [1, 12, 7]))
        #expect(found.values.allSatisfy { $0.isFinite })
        #expect(found.values.contains { $0 != 0 }, "\(id)")
    }

    @Test func aNetworkWithoutReLUSaysSo() async throws {
        let guided = try await explain("guided-backprop", LinearModel.subject())
        #expect(guided.notes == ["The network has no ReLU; this is its plain gradient."])
        #expect(guided.attribution.values == LinearModel.weights)
        #expect(try await explain("deconvolution", SmallNetwork.subject("residual-cnn--dynamo18")).notes.isEmpty)
    }
}
#endif
