#if NativeLibraries
import Foundation
import ModelGraph
import Tensor

/// Rescale rules of softmax and normalization, as the products and functions of one number that they are made of, so that
/// they do not depend on whether an exporter wrote them out.
enum DeepLIFTRows {
    /// y = e / Σe with e = exp(x): the quotient's rule, then Δe / Δx.
    static func softmax(_ step: OverriddenOperation, _ base: Tensor) -> [Tensor?] {
        rows(step, base) { x, start, g in
            let top = max(x.max() ?? 0, start.max() ?? 0)
            let (own, other) = (x.map { Foundation.exp($0 - top) }, start.map { Foundation.exp($0 - top) })
            let (sum, otherSum) = (own.reduce(0, +), other.reduce(0, +))
            guard sum > 0, otherSum > 0 else { return g.map { _ in 0 } }
            var bySum = 0.0
            for index in g.indices { bySum -= g[index] * (own[index] + other[index]) / 2 }
            bySum /= sum * otherSum
            let inverse = (1 / sum + 1 / otherSum) / 2
            return g.indices.map { index in
                let gap = x[index] - start[index]
                let slope = abs(gap) < 1e-6 ? own[index] : (own[index] - other[index]) / gap
                return (g[index] * inverse + bySum) * slope
            }
        }
    }

    /// y = c / s with c = x − mean and s² = mean c² + ε: the quotient's rule, then Δs / Δs² = 1 / (s + s') and
    /// Δc² / Δc = c + c'.
    static func standardized(_ step: OverriddenOperation, _ base: Tensor) throws -> [Tensor?] {
        let epsilon = try epsilon(of: step)
        return rows(step, base) { x, start, g in
            let count = Double(x.count)
            func centered(_ values: [Double]) -> (values: [Double], deviation: Double) {
                let mean = values.reduce(0, +) / count
                let centered = values.map { $0 - mean }
                return (centered, (centered.reduce(0) { $0 + $1 * $1 } / count + epsilon).squareRoot())
            }
            let (own, other) = (centered(x), centered(start))
            let product = own.deviation * other.deviation
            guard product > 0 else { return g.map { _ in 0 } }
            var byDeviation = 0.0
            for index in g.indices { byDeviation -= g[index] * (own.values[index] + other.values[index]) / 2 }
            let bySquare = byDeviation / product / (own.deviation + other.deviation) / count
            let inverse = (1 / own.deviation + 1 / other.deviation) / 2
            let byCenter = g.indices.map { index in
                g[index] * inverse + bySquare * (own.values[index] + other.values[index])
            }
            let mean = byCenter.reduce(0, +) / count
            return byCenter.map { $0 - mean }
        }
    }

    /// ε by what becomes of a row (δ, −δ, 0, …), whose first value becomes δ / √(2δ²/n + ε).
    private static func epsilon(of step: OverriddenOperation) throws -> Double {
        let (shape, delta) = (step.inputs[0].shape, 1e-3)
        guard let width = shape.last, width > 1 else { return 0 }
        var probe = [Float](repeating: 0, count: step.inputs[0].values.count)
        (probe[0], probe[1]) = (Float(delta), Float(-delta))
        let found = Double(try step.output(of: [Tensor(shape: shape, values: probe)]).values[0])
        let square = delta / found * (delta / found)
        return max(0, square - 2 * delta * delta / Double(width))
    }

    /// Applies a rule to each row of an input, its value at the baseline, and the gradient of the output.
    private static func rows(
        _ step: OverriddenOperation,
        _ base: Tensor,
        _ rule: (_ x: [Double], _ start: [Double], _ gradient: [Double]) -> [Double]
    ) -> [Tensor?] {
        let input = step.inputs[0]
        let width = max(1, input.shape.last ?? 1)
        var values: [Float] = []
        values.reserveCapacity(input.values.count)
        for start in stride(from: 0, to: input.values.count, by: width) {
            func row(_ tensor: Tensor) -> [Double] { tensor.values[start..<start + width].map(Double.init) }
            values += rule(row(input), row(base), row(step.outputGradient)).map { Float($0) }
        }
        return [Tensor(shape: input.shape, values: values)]
    }
}
#endif
