/// The weights of an axis as whole numbers, as Pillow resamples pictures of 8 bits.
struct FixedPointAxis {
    /// The bits after the point: 32, less 8 of a sample and 2 for what overshoots.
    static let fractionBits = 22

    /// The first input of each output.
    private(set) var firsts: [Int] = []

    /// Where the weights of each output begin in ``weights``, and at the end where the last ones end.
    private(set) var starts: [Int] = [0]

    /// The weights of all outputs, in units of 2⁻²².
    private(set) var weights: [Int] = []

    var outputCount: Int { firsts.count }

    /// Rounds the weights of an antialiased axis.
    init(antialiasedFrom inputCount: Int, to outputCount: Int, _ interpolation: Interpolation) {
        for taps in AntialiasedTaps.axis(from: inputCount, to: outputCount, interpolation) {
            firsts.append(taps.first)
            weights += taps.weights.map { Int(($0 * Double(1 << Self.fractionBits)).rounded()) }
            starts.append(weights.count)
        }
    }

    /// Resamples one axis of interleaved samples.
    ///
    /// - Parameters:
    ///   - samples: `[lines, inputs, run]`: the axis is the middle one.
    ///   - run: The samples that lie side by side at one place of the axis.
    /// - Returns: `[lines, outputs, run]`.
    /// - Complexity: O(samples of the result · taps).
    func resample(_ samples: [UInt8], lines: Int, inputs: Int, run: Int) -> [UInt8] {
        let count = lines * outputCount * run
        return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            samples.withUnsafeBufferPointer { samples in
                weights.withUnsafeBufferPointer { weights in
                    withUnsafeTemporaryAllocation(of: Int.self, capacity: run) { sums in
                        for line in 0..<lines {
                            for place in 0..<outputCount {
                                sums.initialize(repeating: 1 << (Self.fractionBits - 1))
                                var source = (line * inputs + firsts[place]) * run
                                for tap in starts[place]..<starts[place + 1] {
                                    let weight = weights[tap]
                                    for index in 0..<run { sums[index] += Int(samples[source + index]) * weight }
                                    source += run
                                }
                                let target = (line * outputCount + place) * run
                                for index in 0..<run {
                                    let value = UInt8(min(max(sums[index] >> Self.fractionBits, 0), 255))
                                    output.initializeElement(at: target + index, to: value)
                                }
                            }
                        }
                    }
                }
            }
            initialized = count
        }
    }
}
