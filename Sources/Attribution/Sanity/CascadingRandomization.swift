#if NativeLibraries
public import ONNXFormat
import SeededRandom

/// A network whose weights are replaced by random ones, layer by layer from the output back.
///
/// Adebayo et al. 2018, arXiv:1810.03292: a map that does not change says nothing about the network. Weights of
/// convolutions and products are drawn from a normal distribution with the mean and the deviation of those that they
/// replace; biases and the statistics of normalizations are kept.
public struct CascadingRandomization: Sendable {
    /// The layers with weights, the one nearest to the output first: the names of their nodes.
    public let layers: [String]

    private let model: ONNXModel
    /// The weights of each layer.
    private let weights: [String]

    /// Finds the layers of a model.
    public init(_ model: ONNXModel) {
        self.model = model
        let stored = Set(model.graph.initializers.map(\.name))
        var (layers, weights): ([String], [String]) = ([], [])
        for node in model.graph.nodes.reversed() {
            guard ["Conv", "ConvTranspose", "Gemm", "MatMul"].contains(node.operatorType),
                let weight = node.inputs.first(where: { stored.contains($0) }), !weights.contains(weight)
            else { continue }
            layers.append(node.name.isEmpty ? node.outputs.first ?? weight : node.name)
            weights.append(weight)
        }
        (self.layers, self.weights) = (layers, weights)
    }

    /// The model with the weights of the last `count` layers replaced.
    ///
    /// - Parameter seed: One seed gives one model; a layer's weights are the same whatever else is replaced.
    /// - Throws: `ONNXError` where weights cannot be read.
    public func model(replacing count: Int, seed: UInt64) throws -> ONNXModel {
        let chosen = Dictionary(uniqueKeysWithValues: weights.prefix(count).enumerated().map { ($1, $0) })
        let initializers = try model.graph.initializers.map { tensor in
            guard let index = chosen[tensor.name] else { return tensor }
            return try Self.random(tensor, seed: seed, stream: UInt64(index))
        }
        let graph = ONNXGraph(
            name: model.graph.name,
            nodes: model.graph.nodes,
            initializers: initializers,
            inputs: model.graph.inputs,
            outputs: model.graph.outputs
        )
        return ONNXModel(
            source: model.source,
            irVersion: model.irVersion,
            producer: model.producer,
            opsets: model.opsets,
            metadata: model.metadata,
            graph: graph
        )
    }

    private static func random(_ tensor: ONNXTensor, seed: UInt64, stream: UInt64) throws -> ONNXTensor {
        let values = try tensor.floats().map(Double.init)
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        var generator = SeededGenerator(seed: seed, stream: stream)
        let drawn = values.map { _ in Float(mean + deviation * generator.normal()) }
        return ONNXTensor(name: tensor.name, shape: tensor.shape, floats: drawn)
    }
}
#endif
