#if NativeLibraries
/// Compiled operations of oneDNN, by what they depend on.
final class OperationCache {
    enum Key: Hashable {
        case elementwise(ElementwiseFunction, Int)
        case elementwiseGradient(ElementwiseFunction, Int)
        case reorder([Int], Layout, Layout)
        case softmax([Int])
        case pool(Pooling, [Int], [Int])
        case poolGradient(Pooling, [Int], [Int])
        case matrixProduct(MatrixProduct, [Int], [Int], packed: Bool)
    }

    private var operations: [Key: NativeOperation] = [:]

    /// The operation of a key, compiled at its first use.
    func named(_ key: Key, _ compile: () throws -> NativeOperation) rethrows -> NativeOperation {
        if let operation = operations[key] { return operation }
        // Shapes that come only once would fill memory up.
        if operations.count > 4096 { operations = [:] }
        let operation = try compile()
        operations[key] = operation
        return operation
    }
}
#endif
