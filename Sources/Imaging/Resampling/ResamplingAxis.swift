/// The weights with which one axis is resampled: each output is a weighted sum of a fixed number of inputs.
struct ResamplingAxis {
    /// Inputs per output.
    private(set) var tapCount: Int

    /// The index of each tap's input, `[outputs, taps]`.
    private(set) var indices: [Int] = []

    /// The weight of each tap, `[outputs, taps]`; those of one output sum to 1.
    private(set) var weights: [Float] = []

    let outputCount: Int

    /// Interpolates, without antialiasing.
    init(from inputCount: Int, to outputCount: Int, _ interpolation: Interpolation) {
        self.outputCount = outputCount
        let step = Double(inputCount) / Double(outputCount)
        switch interpolation {
        case .nearest:
            tapCount = 1
            indices = (0..<outputCount).map { min($0 * inputCount / outputCount, inputCount - 1) }
            weights = [Float](repeating: 1, count: outputCount)
        case .bilinear:
            tapCount = 2
            for output in 0..<outputCount {
                let position = max(0, (Double(output) + 0.5) * step - 0.5)
                let first = min(Int(position), inputCount - 1)
                let fraction = position - Double(first)
                append([first, first + 1], [1 - fraction, fraction], inputCount)
            }
        case .bicubic:
            tapCount = 4
            for output in 0..<outputCount {
                let position = (Double(output) + 0.5) * step - 0.5
                let first = position.rounded(.down)
                let fraction = position - first
                append(
                    (-1...2).map { Int(first) + $0 },
                    [1 + fraction, fraction, 1 - fraction, 2 - fraction].map(Self.cubic),
                    inputCount
                )
            }
        }
    }

    /// Interpolates; where the axis shrinks, over as many inputs as one output covers, as Pillow does.
    ///
    /// - Precondition: `interpolation` is not nearest.
    init(antialiasedFrom inputCount: Int, to outputCount: Int, _ interpolation: Interpolation = .bilinear) {
        self.outputCount = outputCount
        let outputs = AntialiasedTaps.axis(from: inputCount, to: outputCount, interpolation)
        tapCount = outputs.map(\.weights.count).max() ?? 0
        for taps in outputs {
            let padding = [Double](repeating: 0, count: tapCount - taps.weights.count)
            append((0..<tapCount).map { taps.first + $0 }, taps.weights + padding, inputCount)
        }
    }

    /// Takes one input for each output.
    init(choosing inputs: [Int]) {
        outputCount = inputs.count
        tapCount = 1
        indices = inputs
        weights = [Float](repeating: 1, count: inputs.count)
    }

    private mutating func append(_ positions: [Int], _ factors: [Double], _ inputCount: Int) {
        indices += positions.map { min(max($0, 0), inputCount - 1) }
        weights += factors.map(Float.init)
    }

    private static func cubic(_ distance: Double) -> Double {
        let a = -0.75
        return distance <= 1
            ? ((a + 2) * distance - (a + 3)) * distance * distance + 1
            : ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a
    }
}
