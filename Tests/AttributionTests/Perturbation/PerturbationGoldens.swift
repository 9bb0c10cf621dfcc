#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import ONNXFormat
import Tensor

/// What peers computed on the small networks, by Golden/make_perturbation.py.
enum PerturbationGoldens {
    static let networks = [
        "residual-cnn--torchscript13", "vision-transformer--torchscript17", "probabilities--dynamo22",
    ]

    /// Those whose probabilities change with their input; the last ends in a softmax.
    static let calmNetworks = Array(networks.dropFirst())

    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func array(_ name: String) throws -> Tensor {
        try NPYFile.read(tests.appendingPathComponent("AttributionTests/Golden/perturbation/\(name).npy").path)
    }

    static func model(_ network: String) throws -> Model {
        try Model(reading: tests.appendingPathComponent("ModelGraphTests/Fixtures/\(network).onnx").path)
    }

    /// The input that the peers explain, with their class and seed.
    static func subject(
        _ network: String,
        input: Tensor? = nil,
        memoryLimit: Int = 400 << 20
    ) throws -> Subject {
        try Subject(
            Classifier(model(network)),
            input: input ?? array("\(base(network))--input"),
            target: 1,
            seed: 5,
            memoryLimit: memoryLimit
        )
    }

    /// The network without the variant of its file.
    static func base(_ network: String) -> String {
        network.range(of: "--").map { String(network[..<$0.lowerBound]) } ?? network
    }
}

/// A classifier whose scores are weighted sums of its inputs, or their exponentials.
struct WeightedSum {
    /// Of class 1; class 0 always has the score 0.
    private(set) var weights: [Float]
    let channels: Int
    let height: Int
    let width: Int
    private(set) var input: Tensor

    init(channels: Int = 1, height: Int, width: Int, weights: [Float]? = nil) {
        (self.channels, self.height, self.width) = (channels, height, width)
        self.weights = weights ?? Self.numbers(channels * height * width, 3)
        let values = Self.numbers(channels * height * width, 9)
        input = Tensor(shape: [channels, height, width], values: values)
    }

    /// The same with left and right exchanged.
    var mirrored: Self {
        var copy = self
        copy.weights = mirrored(weights)
        copy.input = Tensor(shape: input.shape, values: mirrored(input.values))
        return copy
    }

    /// A map or an input with left and right exchanged.
    func mirrored(_ values: [Float]) -> [Float] {
        values.indices.map { values[$0 - $0 % width + width - 1 - $0 % width] }
    }

    /// Numbers in −1…1 that look random.
    static func numbers(_ count: Int, _ start: UInt64) -> [Float] {
        var state = start &* 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 23) - 1
        }
    }

    func model(isChannelsLast: Bool = false) throws -> Model {
        let matrix = weights.flatMap { weight -> [Float] in [0, weight] }
        let first = ONNXNode(
            operatorType: "Transpose",
            inputs: ["x"],
            outputs: ["t"],
            attributes: ["perm": .ints([0, 3, 1, 2])]
        )
        let rest = [
            ONNXNode(operatorType: "Flatten", inputs: [isChannelsLast ? "t" : "x"], outputs: ["f"]),
            ONNXNode(operatorType: "MatMul", inputs: ["f", "w"], outputs: ["y"]),
        ]
        let extents = isChannelsLast ? [height, width, channels] : [channels, height, width]
        let graph = ONNXGraph(
            name: "test",
            nodes: (isChannelsLast ? [first] : []) + rest,
            initializers: [ONNXTensor(name: "w", shape: [weights.count, 2], floats: matrix)],
            inputs: [
                ONNXValueInfo(
                    name: "x",
                    elementType: .float32,
                    shape: [.symbolic("N")] + extents.map { .fixed($0) }
                )
            ],
            outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]
        )
        return try Model(
            ONNXModel(source: "sum.onnx", irVersion: 8, producer: "", opsets: ["": 17], metadata: [:], graph: graph)
        )
    }

    func subject(
        isChannelsLast: Bool = false,
        seed: UInt64 = 0,
        black: [Float]? = nil,
        memoryLimit: Int = 400 << 20
    ) throws -> Subject {
        try Subject(
            Classifier(model(isChannelsLast: isChannelsLast), isChannelsLast: isChannelsLast),
            input: input,
            target: 1,
            seed: seed,
            black: black,
            memoryLimit: memoryLimit
        )
    }

    /// What each position adds to the score.
    var contributions: [Double] {
        let (plane, values) = (height * width, input.values)
        return (0..<plane).map { position in
            (0..<channels).reduce(0.0) {
                $0 + Double(weights[$1 * plane + position]) * Double(values[$1 * plane + position])
            }
        }
    }
}

/// The largest difference of two maps relative to the largest magnitude of the second.
func deviation(_ found: Tensor, _ wanted: [Double]) -> Double {
    guard found.values.count == wanted.count else { return .infinity }
    let top = wanted.reduce(Double.leastNormalMagnitude) { max($0, abs($1)) }
    return zip(found.values, wanted).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } / top
}
#endif
