#if NativeLibraries
import ModelGraph
import Synchronization
import Tensor

/// A convolution or product of an input with weights, evaluated with other inputs and weights.
struct RelevanceLayer {
    private let step: OverriddenOperation
    private let variable: Int
    let input: Tensor
    let weights: Tensor
    let bias: Tensor?

    init(_ step: OverriddenOperation, _ variable: Int) {
        (self.step, self.variable) = (step, variable)
        input = step.inputs[variable]
        weights = step.inputs[1 - min(variable, 1)]
        bias = step.inputs.count > 2 ? step.inputs[2] : nil
    }

    /// What it computed.
    var output: [Float] { step.output.values }

    /// The relevance of its output.
    var relevance: [Float] { zip(step.outputGradient.values, step.output.values).map { $0 * $1 } }

    private func inputs(_ input: Tensor, _ weights: Tensor, _ bias: Tensor?) -> [Tensor] {
        let factors = variable == 0 ? [input, weights] : [weights, input]
        return factors + (bias.map { [$0] } ?? [])
    }

    /// - Parameter bias: 0 where there is none.
    func output(_ input: Tensor, _ weights: Tensor, _ bias: Tensor?) throws -> [Float] {
        let bias = bias ?? self.bias.map { $0.mapped { _ in 0 } }
        return try step.output(of: inputs(input, weights, bias)).values
    }

    /// The product of a gradient of the output with the transpose of weights.
    func back(_ gradient: [Float], _ weights: Tensor) throws -> [Float] {
        let gradient = Tensor(shape: step.output.shape, values: gradient)
        let found = try step.standardGradients(gradient, at: inputs(input, weights, bias))[variable]
        return found?.values ?? [Float](repeating: 0, count: input.values.count)
    }
}

/// The layer that reads the input, and the relevance of the input by z^B: it is no multiple of the input.
final class FirstLayer: Sendable {
    private let picture: Tensor
    private let box: ClosedRange<Float>?
    private let found: Mutex<[Float]?> = Mutex(nil)

    /// - Parameters:
    ///   - picture: `[C,H,W]`.
    ///   - box: The range of inputs; nil where the first layer has no rule of its own.
    init(_ picture: Tensor, _ box: ClosedRange<Float>?) { (self.picture, self.box) = (picture, box) }

    /// `[C,H,W]`; nil where no layer read the input.
    var relevance: [Float]? { found.withLock { $0 } }

    /// Whether a step reads the input; its relevance is then added up here.
    func take(_ step: OverriddenOperation, _ variable: Int, _ rules: RelevanceRules) throws -> Bool {
        guard let box, step.inputs[variable].values == picture.values else { return false }
        let own = try rules.boxed(RelevanceLayer(step, variable), box)
        found.withLock { sum in sum = sum.map { zip($0, own).map { $0 + $1 } } ?? own }
        return true
    }
}

extension OverriddenOperation {
    /// The gradients of all inputs, of which one has one.
    func gradients(_ values: [Float], of variable: Int) -> [Tensor?] {
        inputs.indices.map { $0 == variable ? Tensor(shape: inputs[$0].shape, values: values) : nil }
    }
}

extension Tensor {
    func mapped(_ transform: (Float) -> Float) -> Tensor { Tensor(shape: shape, values: values.map(transform)) }
}
#endif
