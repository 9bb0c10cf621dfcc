#if NativeLibraries
import ModelGraph
import Synchronization
import Tensor

/// What the steps of one way back had at one input, for the steps of another way back that are visited in the same
/// order.
final class StepRecord: Sendable {
    struct Entry {
        let inputs: [Tensor]
        let output: Tensor
        /// Whether its input is what a function of one number computed.
        var followsFunction = false
    }

    private let entries: Mutex<(all: [Entry], position: Int)> = Mutex(([], 0))

    /// Keeps a step; on a way back it comes behind those that read its output.
    func append(_ step: OverriddenOperation) {
        entries.withLock { state in
            if step.variable != nil, step.kind != .maxPool {
                for index in state.all.indices where state.all[index].inputs[0] == step.output {
                    state.all[index].followsFunction = true
                }
            }
            state.all.append(Entry(inputs: step.inputs, output: step.output))
        }
    }

    /// - Throws: ``AttributionError`` `undefined` where the ways differ.
    func next(of step: OverriddenOperation) throws -> Entry {
        let entry = entries.withLock { state -> Entry? in
            guard state.position < state.all.count else { return nil }
            state.position += 1
            return state.all[state.position - 1]
        }
        guard let entry, entry.output.shape == step.output.shape else {
            throw AttributionError(
                .undefined,
                "The network takes another way for the baseline at node \(step.node). Take another baseline."
            )
        }
        return entry
    }
}

extension OverriddenOperation {
    /// The only input that depends on the picture; nil where there are several.
    var variable: Int? {
        let all = isVariable.indices.filter { isVariable[$0] }
        return all.count == 1 ? all[0] : nil
    }
}

extension PoolingWindow {
    /// Below this share of it a value is no larger than another: behind a plain input a window has equal values, which
    /// convolutions round differently.
    private static let rounding: Float = 0x1p-18

    /// Brings a value of each window to the first of its largest elements.
    ///
    /// - Parameters:
    ///   - values: `[N,C,h,w]`, of shape `output`.
    ///   - input: `[N,C,H,W]`.
    ///   - sums: Whether values that meet are summed; the last one stays otherwise.
    func placed(_ values: [Float], at input: Tensor, output: [Int], sums: Bool) -> [Float] {
        let (height, width) = (input.shape[2], input.shape[3])
        let (rows, columns) = (output[2], output[3])
        var result = [Float](repeating: 0, count: input.values.count)
        for plane in 0..<output[0] * output[1] {
            let offset = plane * height * width
            for row in 0..<rows {
                for column in 0..<columns {
                    var (best, top) = (-1, -Float.infinity)
                    for y in 0..<kernel[0] {
                        let from = row * strides[0] - pads[0] + y * dilations[0]
                        guard from >= 0, from < height else { continue }
                        for x in 0..<kernel[1] {
                            let at = column * strides[1] - pads[1] + x * dilations[1]
                            guard at >= 0, at < width else { continue }
                            let value = input.values[offset + from * width + at]
                            guard best < 0 || value - top > Self.rounding * abs(top) else { continue }
                            (best, top) = (offset + from * width + at, value)
                        }
                    }
                    guard best >= 0 else { continue }
                    let value = values[(plane * rows + row) * columns + column]
                    result[best] = sums ? result[best] + value : value
                }
            }
        }
        return result
    }
}
#endif
