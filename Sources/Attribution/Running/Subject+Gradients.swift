#if NativeLibraries
import ModelGraph
import Tensor

extension Subject {
    /// The gradient of the class score by the input where some operations have other rules, `[C,H,W]`.
    func gradient(overrides: [OperationKind: GradientOverride]) async throws -> Tensor {
        let found = try await classifier.gradients(batchOfOne, of: [target], overrides: overrides, log).input
        guard let found else {
            throw AttributionError(.notApplicable, "The class score does not depend on the input.")
        }
        return found.reshaped(input.shape)
    }

    /// The class score of each of some inputs of `[C,H,W]`.
    func scores(of inputs: [Tensor]) async throws -> [Double] {
        try await scores(inputs.count) { index, target in
            _ = target.update(fromContentsOf: inputs[index].values)
        }.map(Double.init)
    }

    /// The sum over inputs of weight · gradient, in double precision.
    ///
    /// - Parameter make: Writes input `index`; must not depend on the order of calls.
    func weightedGradients(
        _ weights: [Double],
        make: (_ index: Int, _ target: UnsafeMutableBufferPointer<Float>) throws -> Void
    ) async throws -> [Double] {
        var sums = [Double](repeating: 0, count: input.values.count)
        try await gradients(weights.count, make: make) { index, gradient in
            let weight = weights[index]
            sums.withUnsafeMutableBufferPointer { sums in
                for position in gradient.indices { sums[position] += weight * Double(gradient[position]) }
            }
        }
        return sums
    }
}

extension Explanation {
    /// An attribution that should sum up to a difference of scores, with how far it is off.
    init(_ attribution: [Double], shape: [Int], toward difference: Double, notes: [String] = []) {
        let gap = abs(attribution.reduce(0, +) - difference)
        let isMeasurable = difference != 0
        self.init(
            Tensor(shape: shape, values: attribution.map { Float($0) }),
            convergenceDelta: isMeasurable ? gap / abs(difference) : gap == 0 ? 0 : nil,
            notes: isMeasurable || gap == 0
                ? notes : notes + ["The class score is the same as at the baseline; the attributions sum up to \(gap)."]
        )
    }
}
#endif
