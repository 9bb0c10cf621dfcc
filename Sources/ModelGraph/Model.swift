public import ONNXFormat
public import Tensor

/// A network: run forward, opened at any tensor, and differentiated.
///
/// All work is done on one thread of its own, whose kernels use every core; calls wait for each other.
public final class Model: Sendable {
    /// What messages call the model: the path as given.
    public let source: String

    let graph: Graph
    let engine: Engine

    /// Reads a model; its weights are read when they are first needed.
    ///
    /// - Throws: `ONNXError`, or `ModelError` `unsupported` (naming every node) or `invalidGraph`.
    public convenience init(reading path: String) throws {
        try self.init(ONNXModel.read(path))
    }

    /// Takes a model that was read.
    ///
    /// - Throws: `ModelError` `unsupported` (naming every node) or `invalidGraph`.
    public init(_ model: ONNXModel) throws {
        source = model.source
        graph = try Graph(model)
        engine = Engine(graph)
    }

    /// The names of the inputs.
    public var inputNames: [String] { graph.inputs.map(\.name) }

    /// The names of the outputs.
    public var outputNames: [String] { graph.outputs }

    /// Runs what the wanted tensors need, and nothing else.
    ///
    /// - Parameters:
    ///   - inputs: Tensors by name: the model's inputs, or any inner tensors in their place.
    ///   - names: The tensors wanted; the first output by default.
    /// - Returns: The wanted tensors by name.
    /// - Throws: `ModelError`, or `CancellationError` before it begins.
    public func run(_ inputs: [String: Tensor], fetching names: [String]? = nil) async throws -> [String: Tensor] {
        let names = names ?? [graph.outputs[0]]
        try check(inputs, names)
        let engine = engine
        return try await ComputeThread.shared.run { try engine.run(inputs, fetching: names) }
    }

    private func check(_ inputs: [String: Tensor], _ names: [String]) throws {
        let known = Set(graph.tensorNames).union(graph.initializers.keys)
        for name in names + inputs.keys where !known.contains(name) {
            throw ModelError(.unknownTensor, "\(source) has no tensor \(name).")
        }
    }

    /// Gradients of Σ seed · source with respect to tensors.
    public func gradients(
        _ inputs: [String: Tensor],
        of source: String,
        seed: @escaping @Sendable (Tensor) throws -> Tensor,
        with targets: [String]
    ) async throws -> [String: Tensor] {
        let engine = engine
        return try await ComputeThread.shared.run {
            try engine.gradients(inputs, of: source, seed: seed, with: targets, fetching: [], overrides: [:]).gradients
        }
    }
}
