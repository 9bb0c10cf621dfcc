#if NativeLibraries
import ModelGraph
import Synchronization
import Tensor

/// What the steps of one way back had at one input, for the steps of another way back that are visited in the same
/// order.
final class StepRecord: Sendable {
    struct Entry {
        let input: Tensor
        let output: Tensor
    }

    private let entries: Mutex<(all: [Entry], position: Int)> = Mutex(([], 0))

    func append(_ entry: Entry) { entries.withLock { $0.all.append(entry) } }

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
                            if best < 0 || value > top { (best, top) = (offset + from * width + at, value) }
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
