#if NativeLibraries
public import ONNXFormat
import Spelling
import Synchronization
public import Tensor

/// A network: run forward, opened at any tensor, and differentiated.
///
/// All work is done on one thread of its own, whose kernels use every core; calls wait for each other. Inputs are given
/// by name, and an inner tensor may be given in their place: what lies before it is then not run.
public final class Model: Sendable {
    /// What messages call the model: the path as given.
    public let source: String

    let graph: Graph
    let engine: Engine

    /// What was looked into last: methods ask for a layer's place again and again.
    let lastLowered = Mutex<LoweredPlan?>(nil)

    /// Reads a model; its weights are read when they are first needed.
    ///
    /// - Throws: `ONNXError`, or ``ModelError`` `unsupported` (naming every node) or `invalidGraph`.
    public convenience init(reading path: String) throws {
        try self.init(ONNXModel.read(path))
    }

    /// Takes a model that was read.
    ///
    /// - Throws: ``ModelError`` `unsupported` (naming every node) or `invalidGraph`.
    public init(_ model: ONNXModel) throws {
        source = model.source
        graph = try Graph(model)
        engine = Engine(graph, source: source)
    }

    /// Sets the threads that kernels use, for all models; more than there are cores slow them down.
    public static func setThreadCount(_ count: Int) async throws {
        try await ComputeThread.shared.run { Native.threadCount = count }
    }

    /// The threads that kernels use.
    public static func threadCount() async throws -> Int {
        try await ComputeThread.shared.run { Native.threadCount }
    }

    /// The version of oneDNN, such as "2.6.3".
    public static var oneDNNVersion: String { Native.version }

    /// The inputs that are no weights.
    public var inputs: [ONNXValueInfo] { graph.inputs }

    /// The names of the outputs, the first being the one that classifies.
    public var outputNames: [String] { graph.outputs }

    /// The name of a model's only input.
    ///
    /// - Throws: ``ModelError`` `shapeMismatch` where there are several.
    public func inputName() throws -> String {
        guard graph.inputs.count == 1 else {
            throw ModelError(
                .shapeMismatch,
                "\(source) has \(graph.inputs.count) inputs (\(graph.inputs.map(\.name).joined(separator: ", "))); a classifier of "
                    + "pictures has one."
            )
        }
        return graph.inputs[0].name
    }

    /// The tensor before the softmax, or its logarithm, that an output ends in; gradients of class scores are taken of it.
    ///
    /// - Parameter output: The first output by default.
    public func scoreName(of output: String? = nil) -> String {
        let output = output ?? graph.outputs[0]
        guard let node = finalNode(of: output), ["Softmax", "LogSoftmax"].contains(node.operatorType) else {
            return output
        }
        return node.inputs.first ?? output
    }

    /// Whether an output is the result of a softmax: probabilities.
    ///
    /// - Parameter output: The first output by default.
    public func endsInSoftmax(_ output: String? = nil) -> Bool {
        finalNode(of: output ?? graph.outputs[0])?.operatorType == "Softmax"
    }

    /// The node that computes an output, past identities and reshapes that exporters leave behind.
    private func finalNode(of output: String) -> ONNXNode? {
        var name = output
        while let node = graph.producers[name].map({ graph.nodes[$0] }) {
            let isShape = ["Identity", "Flatten", "Reshape", "Squeeze", "Dropout"].contains(node.operatorType)
            guard isShape, let input = node.inputs.first else { return node }
            name = input
        }
        return nil
    }

    /// Runs what the wanted tensors need, and nothing else.
    ///
    /// A model whose batch is fixed is run as often as the batch of its inputs needs.
    /// - Parameters:
    ///   - inputs: Tensors by name, `[N,…]`.
    ///   - names: The tensors wanted; the first output by default.
    /// - Returns: The wanted tensors by name.
    /// - Throws: ``ModelError``, `ONNXError` where weights cannot be read, or `CancellationError` before it begins.
    public func run(_ inputs: [String: Tensor], fetching names: [String]? = nil) async throws -> [String: Tensor] {
        let names = names ?? [graph.outputs[0]]
        try check(inputs, names)
        let engine = engine
        let parts = try split(inputs)
        var results: [[String: Tensor]] = []
        for part in parts {
            results.append(try await ComputeThread.shared.run { try engine.run(part, fetching: names) })
        }
        return try Self.joined(results)
    }

    /// The scores of some classes, before a final softmax; what only other classes need is not computed.
    ///
    /// - Parameters:
    ///   - inputs: Tensors by name, `[N,…]`.
    ///   - classes: Indices.
    ///   - output: The first output by default.
    /// - Returns: `[N,classes]`.
    /// - Throws: ``ModelError``, also `classOutOfRange`.
    public func scores(
        _ inputs: [String: Tensor],
        classes: [Int],
        of output: String? = nil
    ) async throws -> Tensor {
        let name = scoreName(of: output)
        try check(inputs, [name])
        let (engine, selection) = (engine, ClassSelection(scores: name, classes: classes))
        var values: [Float] = []
        for part in try split(inputs) {
            let found = try await ComputeThread.shared.run {
                try engine.run(part, fetching: [name], selecting: selection)
            }
            values += found[name]?.values ?? []
        }
        return Tensor(shape: [values.count / max(1, classes.count), classes.count], values: values)
    }

    /// The gradients of a sum of class scores, before a final softmax, one class an image.
    ///
    /// - Parameters:
    ///   - inputs: Tensors by name, `[N,…]`.
    ///   - classes: A class for each of the N images.
    ///   - output: The first output by default.
    ///   - targets: The tensors to differentiate by, inputs or inner ones.
    ///   - names: Tensors to give back too.
    ///   - overrides: Gradient rules in place of the standard ones, for this pass.
    /// - Returns: A gradient of its tensor's shape for each target, and the tensors fetched.
    /// - Throws: ``ModelError``, also `classOutOfRange`.
    public func gradients(
        _ inputs: [String: Tensor],
        classes: [Int],
        of output: String? = nil,
        with targets: [String],
        fetching names: [String] = [],
        overrides: [OperationKind: GradientOverride] = [:]
    ) async throws -> (gradients: [String: Tensor], values: [String: Tensor]) {
        let (name, source) = (scoreName(of: output), source)
        let distinct = Set(classes).sorted()
        // The scores of other classes are computed only where they are asked for.
        let isSelected = !(names + targets).contains(name) && inputs[name] == nil && !distinct.isEmpty
        let selection = isSelected ? ClassSelection(scores: name, classes: distinct) : nil
        return try await gradients(
            inputs,
            of: name,
            with: targets,
            fetching: names,
            selecting: selection,
            overrides: overrides
        ) { scores, first in
            let count = scores.values.count / max(1, scores.shape.first ?? 1)
            var seed = [Float](repeating: 0, count: scores.values.count)
            for image in 0..<(scores.shape.first ?? 0) {
                guard first + image < classes.count else {
                    throw ModelError(.classOutOfRange, "\(classes.count) classes were given for more images.")
                }
                let index = classes[first + image]
                let position = isSelected ? distinct.firstIndex(of: index) : index
                guard let position, (0..<count).contains(position) else {
                    throw ModelError(
                        .classOutOfRange,
                        "\(source) has no class \(index); its classes are 0 to \(count - 1)."
                    )
                }
                seed[image * count + position] = 1
            }
            return Tensor(shape: scores.shape, values: seed)
        }
    }

    /// Vector–Jacobian products: the gradients of Σ seed · tensor.
    ///
    /// - Parameters:
    ///   - name: The tensor that is differentiated.
    ///   - seed: Makes the seed, of the tensor's shape, from its value and the index of its first image.
    /// - Throws: ``ModelError``.
    public func gradients(
        _ inputs: [String: Tensor],
        of name: String,
        with targets: [String],
        fetching names: [String] = [],
        overrides: [OperationKind: GradientOverride] = [:],
        seed: @escaping @Sendable (_ value: Tensor, _ firstImage: Int) throws -> Tensor
    ) async throws -> (gradients: [String: Tensor], values: [String: Tensor]) {
        try await gradients(
            inputs,
            of: name,
            with: targets,
            fetching: names,
            selecting: nil,
            overrides: overrides,
            seed: seed
        )
    }

    private func gradients(
        _ inputs: [String: Tensor],
        of name: String,
        with targets: [String],
        fetching names: [String],
        selecting selection: ClassSelection?,
        overrides: [OperationKind: GradientOverride],
        seed: @escaping @Sendable (_ value: Tensor, _ firstImage: Int) throws -> Tensor
    ) async throws -> (gradients: [String: Tensor], values: [String: Tensor]) {
        try check(inputs, [name] + targets + names)
        let engine = engine
        var gradients: [[String: Tensor]] = []
        var values: [[String: Tensor]] = []
        var first = 0
        for part in try split(inputs) {
            let start = first
            let result = try await ComputeThread.shared.run {
                try engine.gradients(
                    part,
                    of: name,
                    seed: { try seed($0, start) },
                    with: targets,
                    fetching: names,
                    selecting: selection,
                    overrides: overrides
                )
            }
            gradients.append(result.gradients)
            values.append(result.values)
            first += part.values.first?.shape.first ?? 0
        }
        return (try Self.joined(gradients), try Self.joined(values))
    }

    // Checks

    private func check(_ inputs: [String: Tensor], _ names: [String]) throws {
        for name in names + inputs.keys.sorted() where !graph.isKnown(name) { throw unknown(name) }
        for (name, tensor) in inputs {
            guard let shape = graph.inputs.first(where: { $0.name == name })?.shape else { continue }
            let fits =
                shape.count == tensor.shape.count && zip(shape, tensor.shape).dropFirst().allSatisfy { $0.fits($1) }
            guard fits, !tensor.values.isEmpty else {
                throw ModelError(
                    .shapeMismatch,
                    "\(source) takes \(name) of shape \(ONNXDimension.text(shape)), not \(tensor.shape)."
                )
            }
        }
    }

    private func unknown(_ name: String) -> ModelError {
        let near = NearestName.nearest(to: name, among: graph.tensorNames)
        let advice = near.isEmpty ? "" : " Did you mean \(near.joined(separator: ", "))?"
        return ModelError(.unknownTensor, "\(source) has no tensor \(name).\(advice)")
    }

    // Batches

    /// Parts of inputs that a model with a fixed batch takes; all at once where the batch is open.
    private func split(_ inputs: [String: Tensor]) throws -> [[String: Tensor]] {
        let fixed = graph.inputs.compactMap { info -> (given: Int, taken: Int)? in
            guard let tensor = inputs[info.name], case .fixed(let size)? = info.shape?.first, size > 0,
                let count = tensor.shape.first
            else { return nil }
            return (count, size)
        }
        guard let (given, taken) = fixed.first(where: { $0.given != $0.taken }) else { return [inputs] }
        guard given % taken == 0 else {
            throw ModelError(
                .shapeMismatch,
                "\(source) takes batches of \(taken); \(given) images do not make whole ones. Export it with a dynamic batch."
            )
        }
        return (0..<given / taken).map { part in
            inputs.mapValues { tensor in
                let width = tensor.values.count / given * taken
                return Tensor(
                    shape: [taken] + tensor.shape.dropFirst(),
                    values: Array(tensor.values[part * width..<(part + 1) * width])
                )
            }
        }
    }

    private static func joined(_ parts: [[String: Tensor]]) throws -> [String: Tensor] {
        guard parts.count > 1, let first = parts.first else { return parts.first ?? [:] }
        var result: [String: Tensor] = [:]
        for (name, tensor) in first {
            guard let batch = tensor.shape.first else {
                throw ModelError(.shapeMismatch, "\(name) has no batch; run one image at a time.")
            }
            result[name] = Tensor(
                shape: [batch * parts.count] + tensor.shape.dropFirst(),
                values: parts.flatMap { $0[name]?.values ?? [] }
            )
        }
        return result
    }
}

extension ONNXDimension {
    fileprivate func fits(_ extent: Int) -> Bool {
        if case .fixed(let size) = self { size == extent } else { true }
    }

    /// "[N, 3, 224, 224]".
    package static func text(_ shape: [ONNXDimension]) -> String {
        let parts = shape.map { dimension in
            switch dimension {
            case .fixed(let size): "\(size)"
            case .symbolic(let name): name
            case .unknown: "?"
            }
        }
        return "[\(parts.joined(separator: ", "))]"
    }
}
#endif
