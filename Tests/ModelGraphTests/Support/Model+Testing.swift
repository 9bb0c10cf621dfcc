#if NativeLibraries
import ModelGraph
import Tensor
import Testing

extension Model {
    /// One tensor for given inputs.
    func value(of name: String, at inputs: [String: Tensor]) async throws -> Tensor {
        let values = try await run(inputs, fetching: [name])
        return try #require(values[name])
    }

    /// The gradient of Σ seed · tensor by one input, the seed being 1 everywhere.
    func gradient(
        of name: String,
        with target: String,
        at inputs: [String: Tensor],
        overrides: [OperationKind: GradientOverride] = [:]
    ) async throws -> Tensor {
        let result = try await gradients(inputs, of: name, with: [target], overrides: overrides) { value, _ in
            Tensor(shape: value.shape, values: value.values.map { _ in 1 })
        }
        return try #require(result.gradients[target])
    }
}
#endif
