#if NativeLibraries
import ONNXFormat
import Tensor

/// Nodes between two convolutions, so that what goes in is in the layout of convolutions and so are gradients.
struct ConvolutionChain: Sendable {
    let name: String
    /// From `a` to `b`.
    let nodes: [ONNXNode]
    var constants: [ONNXTensor] = []
    /// Whether `a` is to have positive elements alone.
    var isPositive = false
    /// The channels of `b`, where these are others than those of `a`.
    var channels: (@Sendable (Int) -> Int)?

    init(
        _ name: String,
        _ nodes: [ONNXNode],
        constants: [ONNXTensor] = [],
        isPositive: Bool = false,
        channels: (@Sendable (Int) -> Int)? = nil
    ) {
        (self.name, self.nodes, self.constants, self.isPositive) = (name, nodes, constants, isPositive)
        self.channels = channels
    }

    /// One node.
    init(
        _ type: String,
        _ attributes: [String: ONNXAttribute] = [:],
        inputs: [String] = ["a"],
        constants: [ONNXTensor] = [],
        isPositive: Bool = false,
        channels: (@Sendable (Int) -> Int)? = nil
    ) {
        let node = ONNXNode(operatorType: type, inputs: inputs, outputs: ["b"], attributes: attributes)
        self.init(type, [node], constants: constants, isPositive: isPositive, channels: channels)
    }

    /// `x` `[2,3,6,6]` → Conv → `a` `[2,width,6,6]` → … → `b` → Conv → `y`.
    func graph(width: Int, side: Int = 6) -> TestGraph {
        var generator = SeededGenerator(state: UInt64(width))
        let last = channels?(width) ?? width
        func weights(_ name: String, _ shape: [Int], _ range: ClosedRange<Float>) -> ONNXTensor {
            ONNXTensor(name: name, shape: shape, floats: generator.spread(shape.reduce(1, *), over: range))
        }
        let stored = [
            weights("first", [width, 3, 3, 3], isPositive ? -0.08...0.08 : -0.6...0.6),
            weights("firstBias", [width], isPositive ? 3...4 : -0.5...0.5),
            weights("last", [4, last, 1, 1], -0.5...0.5),
        ]
        let first = ONNXNode(
            operatorType: "Conv",
            inputs: ["x", "first", "firstBias"],
            outputs: ["a"],
            attributes: ["pads": .ints([1, 1, 1, 1])]
        )
        let end = ONNXNode(operatorType: "Conv", inputs: ["b", "last"], outputs: ["y"])
        let x = Tensor(shape: [2, 3, side, side], values: generator.spread(6 * side * side, over: -1.5...1.5))
        return TestGraph([first] + nodes + [end], opset: 18, inputs: ["x": x], initializers: stored + constants)
    }
}

extension ONNXNode {
    /// "Conv" from names separated by spaces to names separated by spaces.
    init(_ type: String, _ inputs: String, _ outputs: String, _ attributes: [String: ONNXAttribute] = [:]) {
        self.init(
            operatorType: type,
            inputs: inputs.split(separator: " ").map { $0 == "-" ? "" : String($0) },
            outputs: outputs.split(separator: " ").map(String.init),
            attributes: attributes
        )
    }
}

extension ONNXTensor {
    /// Seeded numbers by the name.
    init(_ name: String, _ shape: [Int], _ range: ClosedRange<Float> = -1...1) {
        var generator = SeededGenerator(state: UInt64(name.utf8.reduce(7) { $0 * 31 % 65_521 + Int($1) }))
        self.init(name: name, shape: shape, floats: generator.spread(shape.reduce(1, *), over: range))
    }

    init(_ name: String, integers values: [Int]) { self.init(name: name, shape: [values.count], integers: values) }

    init(_ name: String, number: Float) { self.init(name: name, shape: [], floats: [number]) }
}
#endif
