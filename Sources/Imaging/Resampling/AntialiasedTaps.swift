/// The inputs that one output of an antialiased axis covers, with Pillow's weights.
struct AntialiasedTaps {
    /// The first input.
    let first: Int

    /// The weights from ``first`` on; they sum to 1.
    let weights: [Double]

    /// The taps of every output; where the axis shrinks, one output covers as many inputs as it replaces.
    ///
    /// - Precondition: `interpolation` is not nearest, which covers one input only.
    static func axis(from inputCount: Int, to outputCount: Int, _ interpolation: Interpolation) -> [AntialiasedTaps] {
        precondition(interpolation != .nearest, "The nearest sample is not antialiased.")
        let step = Double(inputCount) / Double(outputCount)
        let stretch = max(1, step)
        let reach = interpolation == .bicubic ? 2 * stretch : stretch
        return (0..<outputCount).map { output in
            let center = (Double(output) + 0.5) * step
            let first = max(0, Int(center - reach + 0.5))
            let end = min(inputCount, Int(center + reach + 0.5))
            let weights = (first..<end).map { input in
                let distance = abs(Double(input) + 0.5 - center) / stretch
                return interpolation == .bicubic ? cubic(distance) : max(0, 1 - distance)
            }
            let sum = weights.reduce(0, +)
            return AntialiasedTaps(first: first, weights: weights.map { $0 / sum })
        }
    }

    /// Keys' kernel with a = −0.5, which antialiased bicubic has in Pillow and in PyTorch alike.
    private static func cubic(_ distance: Double) -> Double {
        let a = -0.5
        if distance < 1 { return ((a + 2) * distance - (a + 3)) * distance * distance + 1 }
        return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0
    }
}
