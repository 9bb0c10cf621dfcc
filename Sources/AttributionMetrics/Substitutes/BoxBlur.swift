#if NativeLibraries
import Tensor

/// The survey's blur: the mean over a square whose side is a fifth of the picture, 0 beyond the edges.
///
/// Gomez and Mouchère 2023, in their program: side max(⌊H/5⌋, 9), one more where that is even; the sum is divided by the
/// whole square at the edges too, which are darker therefore.
struct BoxBlur: Sendable {
    let side: Int

    init(height: Int) {
        let side = max(height / 5, 9)
        self.side = side % 2 == 0 ? side + 1 : side
    }

    /// Blurs `[C,H,W]`.
    ///
    /// - Complexity: O(values), whatever the side.
    func blurred(_ input: Tensor) -> Tensor {
        let (channels, height, width) = (input.shape[0], input.shape[1], input.shape[2])
        let reach = side / 2
        var result = [Float](repeating: 0, count: input.values.count)
        for channel in 0..<channels {
            let base = channel * height * width
            // Sums over all above and to the left, in double precision: differences of them lose nothing that counts.
            var sums = [Double](repeating: 0, count: (height + 1) * (width + 1))
            for row in 0..<height {
                var line = 0.0
                for column in 0..<width {
                    line += Double(input.values[base + row * width + column])
                    sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1] + line
                }
            }
            for row in 0..<height {
                let (top, bottom) = (max(0, row - reach), min(height, row + reach + 1))
                for column in 0..<width {
                    let (left, right) = (max(0, column - reach), min(width, column + reach + 1))
                    let upper = sums[top * (width + 1) + right] - sums[top * (width + 1) + left]
                    let lower = sums[bottom * (width + 1) + right] - sums[bottom * (width + 1) + left]
                    result[base + row * width + column] = Float((lower - upper) / Double(side * side))
                }
            }
        }
        return Tensor(shape: input.shape, values: result)
    }
}
#endif
