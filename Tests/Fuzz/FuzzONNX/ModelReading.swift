import ONNXFormat

/// Reads all that can be read of bytes that may be a model.
enum ModelReading {
    /// Limits that keep a run within the memory that the fuzzer allows.
    private static let limits = ONNXLimits(nodes: 10_000, elements: 10_000_000, structureBytes: 16 << 20)

    /// Reads the structure and every tensor; only errors of the format are expected.
    static func readAll(_ bytes: [UInt8]) {
        attempt {
            let graph = try ONNXModel.decode(bytes, limits: limits).graph
            graph.initializers.forEach(read)
            for node in graph.nodes {
                for case .tensor(let tensor) in node.attributes.values { read(tensor) }
            }
        }
    }

    private static func read(_ tensor: ONNXTensor) {
        attempt { check(try tensor.floats().count, tensor) }
        attempt { check(try tensor.integers().count, tensor) }
        attempt { check(try tensor.doubles().count, tensor) }
    }

    private static func check(_ count: Int, _ tensor: ONNXTensor) {
        precondition(count == tensor.elementCount, "\(tensor.name) has \(count) elements.")
        precondition(count == tensor.shape.reduce(1, *), "\(tensor.name) has \(count) elements.")
    }

    private static func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            guard let error = error as? ONNXError else { preconditionFailure("\(error) is no ONNXError.") }
            precondition(error.code != .unreadable, "Memory cannot become shorter.")
        }
    }
}
