#if NativeLibraries
import ModelGraph
import Tensor

/// The rules by which relevance passes through a transformer, from the class score to its attention.
///
/// Chefer, Gur and Wolf 2021, arXiv:2012.09838, sections 3.1 and 3.2, as their program has them: layers that multiply by
/// weights pass on what their positive contributions were (α = 1, β = 0; the bias takes none), a product of two
/// activations gives each half by its contribution, a sum is shared by contributions and then scaled so that the parts
/// stand to each other as the magnitudes of their sums do, and functions of one number, softmax and
/// normalization pass relevance on as it is.
enum AttentionRelevance {
    static let rules: [OperationKind: GradientOverride] = [
        .matrixProduct: matrixProduct,
        .add: sum,
        .multiply: product,
        .subtract: { passing($0) },
        .divide: { passing($0) },
        .binary: { passing($0) },
        .elementwise: { [$0.outputGradient] },
        .relu: { [$0.outputGradient] },
        .softmax: { [$0.outputGradient] },
        .standardize: { [$0.outputGradient] },
        .reduce: contribution,
    ]

    /// a / b, with what the authors put in place of a divisor that is almost 0.
    private static func quotient(_ a: Tensor, _ b: Tensor) -> Tensor {
        let values = zip(a.values, b.values).map { a, b -> Float in
            guard b != 0, b + 1e-9 != 0 else { return 0 }
            return a / (b + 1e-9)
        }
        return Tensor(shape: a.shape, values: values)
    }

    private static func times(_ a: Tensor, _ b: Tensor?) -> Tensor? {
        b.map { b in Tensor(shape: a.shape, values: zip(a.values, b.values).map { $0 * $1 }) }
    }

    /// x ∘ ∂(R / z) for each input x, z being what is computed of them.
    private static func contribution(_ step: OverriddenOperation) throws -> [Tensor?] {
        let gradients = try step.standardGradients(quotient(step.outputGradient, step.output))
        return zip(step.inputs, gradients).map { times($0, $1) }
    }

    private static func matrixProduct(_ step: OverriddenOperation) throws -> [Tensor?] {
        guard step.isVariable[0], step.isVariable[1] else { return try positiveContribution(step) }
        return try contribution(step).map { part in
            part.map { Tensor(shape: $0.shape, values: $0.values.map { $0 / 2 }) }
        }
    }

    private static func positiveContribution(_ step: OverriddenOperation) throws -> [Tensor?] {
        func part(_ sign: Float) -> [Tensor] {
            step.inputs.enumerated().map { index, input in
                let values = input.values.map { index > 1 ? 0 : max(sign * $0, 0) * sign }
                return Tensor(shape: input.shape, values: values)
            }
        }
        let parts = [part(1), part(-1)]
        let outputs = try parts.map { try step.output(of: $0) }
        let all = Tensor(
            shape: outputs[0].shape,
            values: zip(outputs[0].values, outputs[1].values).map { $0 + $1 }
        )
        let share = quotient(step.outputGradient, all)
        var result = [Tensor?](repeating: nil, count: step.inputs.count)
        guard let variable = step.isVariable.firstIndex(of: true) else { return result }
        for inputs in parts {
            let gradient = try step.standardGradients(share, at: inputs)[variable]
            guard let added = times(inputs[variable], gradient) else { continue }
            let sum = result[variable]?.values
            result[variable] = Tensor(
                shape: added.shape,
                values: added.values.indices.map { added.values[$0] + (sum?[$0] ?? 0) }
            )
        }
        return result
    }

    private static func sum(_ step: OverriddenOperation) throws -> [Tensor?] {
        guard step.isVariable[0], step.isVariable[1] else { return passing(step) }
        let parts = try contribution(step)
        let sums = parts.map { $0?.values.reduce(0) { $0 + Double($1) } ?? 0 }
        let magnitudes = abs(sums[0]) + abs(sums[1])
        let whole = step.outputGradient.values.reduce(0) { $0 + Double($1) }
        return zip(parts, sums).map { part, sum in
            guard let part, sum != 0, magnitudes != 0 else { return part }
            let factor = Float(abs(sum) / magnitudes * whole / sum)
            return Tensor(shape: part.shape, values: part.values.map { $0 * factor })
        }
    }

    /// Factors that both depend on the picture, as in an activation that an exporter wrote out, get half each.
    private static func product(_ step: OverriddenOperation) throws -> [Tensor?] {
        guard step.isVariable[0], step.isVariable[1] else { return passing(step) }
        let half = Tensor(shape: step.outputGradient.shape, values: step.outputGradient.values.map { $0 / 2 })
        return step.inputs.map { summed(half, to: $0.shape) }
    }

    /// All relevance to one input: the first that depends on the picture.
    private static func passing(_ step: OverriddenOperation) -> [Tensor?] {
        var result = [Tensor?](repeating: nil, count: step.inputs.count)
        let taker = step.isVariable[0] ? 0 : 1
        result[taker] = summed(step.outputGradient, to: step.inputs[taker].shape)
        return result
    }

    /// Summed over the axes along which a smaller array was repeated.
    private static func summed(_ tensor: Tensor, to shape: [Int]) -> Tensor {
        guard tensor.shape != shape else { return tensor }
        let rank = tensor.shape.count
        let own = [Int](repeating: 1, count: rank - shape.count) + shape
        var strides = [Int](repeating: 0, count: rank)
        var step = 1
        for axis in (0..<rank).reversed() {
            strides[axis] = own[axis] == 1 ? 0 : step
            step *= own[axis]
        }
        var sums = [Double](repeating: 0, count: step)
        for (index, value) in tensor.values.enumerated() {
            var (rest, offset) = (index, 0)
            for axis in (0..<rank).reversed() {
                offset += rest % tensor.shape[axis] * strides[axis]
                rest /= tensor.shape[axis]
            }
            sums[offset] += Double(value)
        }
        return Tensor(shape: shape, values: sums.map { Float($0) })
    }
}
#endif
