/// Resamples rows, then columns; the order is free because the weights of the two axes are independent.
enum Resampling {
    /// Resamples interleaved samples.
    ///
    /// - Parameter loadRow: Fills the buffer with the samples of one input row, `[inputWidth, channels]`.
    /// - Returns: `[vertical.outputCount, horizontal.outputCount, channels]`.
    /// - Complexity: O(taps · (input rows + output rows) · output width).
    static func resample(
        inputWidth: Int,
        inputHeight: Int,
        channels: Int,
        horizontal: ResamplingAxis,
        vertical: ResamplingAxis,
        loadRow: (_ row: Int, _ into: UnsafeMutableBufferPointer<Float>) -> Void
    ) -> [Float] {
        let outputRow = horizontal.outputCount * channels
        let narrowed = [Float](unsafeUninitializedCapacity: inputHeight * outputRow) { output, initialized in
            output.initialize(repeating: 0)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: inputWidth * channels) { row in
                row.initialize(repeating: 0)
                for y in 0..<inputHeight {
                    loadRow(y, row)
                    let target = UnsafeMutableBufferPointer(rebasing: output[y * outputRow..<(y + 1) * outputRow])
                    resampleRow(UnsafeBufferPointer(row), channels, horizontal, into: target)
                }
            }
            initialized = inputHeight * outputRow
        }
        return [Float](unsafeUninitializedCapacity: vertical.outputCount * outputRow) { output, initialized in
            output.initialize(repeating: 0)
            narrowed.withUnsafeBufferPointer { input in
                for y in 0..<vertical.outputCount {
                    let target = UnsafeMutableBufferPointer(rebasing: output[y * outputRow..<(y + 1) * outputRow])
                    for tap in y * vertical.tapCount..<(y + 1) * vertical.tapCount where vertical.weights[tap] != 0 {
                        let start = vertical.indices[tap] * outputRow
                        let weight = vertical.weights[tap]
                        for x in 0..<outputRow { target[x] += weight * input[start + x] }
                    }
                }
            }
            initialized = vertical.outputCount * outputRow
        }
    }

    private static func resampleRow(
        _ row: UnsafeBufferPointer<Float>,
        _ channels: Int,
        _ axis: ResamplingAxis,
        into target: UnsafeMutableBufferPointer<Float>
    ) {
        axis.indices.withUnsafeBufferPointer { indices in
            axis.weights.withUnsafeBufferPointer { weights in
                for x in 0..<axis.outputCount {
                    for channel in 0..<channels {
                        var sum: Float = 0
                        for tap in x * axis.tapCount..<(x + 1) * axis.tapCount {
                            sum += weights[tap] * row[indices[tap] * channels + channel]
                        }
                        target[x * channels + channel] = sum
                    }
                }
            }
        }
    }
}
