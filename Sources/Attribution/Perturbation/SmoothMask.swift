#if NativeLibraries
import Foundation

/// A mask at the input's size that is the smooth maximum of a kernel at each cell of a coarse grid.
///
/// Fong, Patrick and Vedaldi 2019, arXiv:1910.08485, equations 5 and 6: m(u) = smax_i k(u − u_i) p_i with
/// smax v = Σ v e^{v/T} / Σ e^{v/T}, T = 1/20, and k(d) = exp(−2 max(0, |d|/σ − ½)²) of the cells nearest by.
struct SmoothMask: Sendable {
    let rows: Int
    let columns: Int
    private let height: Int
    private let width: Int
    private let step: Int
    private let reach: Int
    /// Groups of eight cells near each pixel.
    private let groups: Int
    /// Kernels by the place of a pixel in its cell, those of absent cells 0.
    private let kernels: [SIMD8<Float>]

    private static let coldness: Float = 20

    /// - Parameters:
    ///   - step: The side of a cell in pixels.
    ///   - sigma: The width of the kernel in pixels.
    init(step: Int, sigma: Double, height: Int, width: Int) {
        (self.height, self.width, self.step) = (height, width, step)
        (rows, columns) = ((height + step - 1) / step, (width + step - 1) / step)
        let reach = 1 + Int((sigma / Double(step)).rounded(.up))
        let side = 2 * reach + 1
        let groups = (side * side + 7) / 8
        (self.reach, self.groups) = (reach, groups)
        var kernels = [SIMD8<Float>](repeating: .zero, count: step * step * groups)
        for place in 0..<step * step {
            for near in 0..<side * side {
                let down = Double((near / side - reach) * step) + Double(step - 1) / 2 - Double(place / step)
                let across = Double((near % side - reach) * step) + Double(step - 1) / 2 - Double(place % step)
                let distance = max(0, (down * down + across * across).squareRoot() / sigma - 0.5)
                kernels[place * groups + near / 8][near % 8] = Float(exp(-2 * distance * distance))
            }
        }
        self.kernels = kernels
    }

    /// The cells near a cell, in the order of the kernels; those outside are 0.
    private func neighbors(_ cell: Int, of values: [Float], _ target: inout [SIMD8<Float>]) {
        let side = 2 * reach + 1
        for near in 0..<side * side {
            let (row, column) = (cell / columns + near / side - reach, cell % columns + near % side - reach)
            let isInside = row >= 0 && row < rows && column >= 0 && column < columns
            target[near / 8][near % 8] = isInside ? values[row * columns + column] : 0
        }
    }

    /// Pixels of a cell: their positions and their places in the cell.
    private func forEachPixel(_ cell: Int, _ body: (_ position: Int, _ place: Int) -> Void) {
        let (top, left) = (cell / columns * step, cell % columns * step)
        for row in top..<min(top + step, height) {
            for column in left..<min(left + step, width) {
                body(row * width + column, (row - top) * step + column - left)
            }
        }
    }

    /// e^v of values that are padded by zeros, and how much too large the sum is by them.
    private var padding: Float { Float(groups * 8 - (2 * reach + 1) * (2 * reach + 1)) }

    /// The mask `[H,W]` of cells, and Σ e^{v/T} of each pixel.
    func mask(_ cells: [Float]) -> (values: [Float], totals: [Float]) {
        var result = [Float](repeating: 0, count: height * width)
        var totals = result
        var near = [SIMD8<Float>](repeating: .zero, count: groups)
        for cell in 0..<rows * columns {
            neighbors(cell, of: cells, &near)
            forEachPixel(cell) { position, place in
                var (sum, total) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                for group in 0..<groups {
                    let value = near[group] * kernels[place * groups + group]
                    let weight = (value * Self.coldness).exponential
                    sum += value * weight
                    total += weight
                }
                totals[position] = total.sum() - padding
                result[position] = sum.sum() / totals[position]
            }
        }
        return (result, totals)
    }

    /// The gradient by the cells of what has this gradient by the mask.
    func gradient(_ upstream: [Float], of mask: (values: [Float], totals: [Float]), cells: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: rows * columns)
        var near = [SIMD8<Float>](repeating: .zero, count: groups)
        var sums = near
        let side = 2 * reach + 1
        for cell in 0..<rows * columns {
            neighbors(cell, of: cells, &near)
            for group in 0..<groups { sums[group] = .zero }
            forEachPixel(cell) { position, place in
                guard upstream[position] != 0 else { return }
                // ∂smax/∂v_k = e^{v_k/T} (1 + (v_k − smax)/T) / Σ e^{v/T}
                let scale = upstream[position] / mask.totals[position]
                for group in 0..<groups {
                    let kernel = kernels[place * groups + group]
                    let value = near[group] * kernel
                    let slope =
                        (value * Self.coldness).exponential * (1 + (value - mask.values[position]) * Self.coldness)
                    sums[group] += kernel * slope * scale
                }
            }
            for index in 0..<side * side {
                let (row, column) = (cell / columns + index / side - reach, cell % columns + index % side - reach)
                guard row >= 0, row < rows, column >= 0, column < columns else { continue }
                result[row * columns + column] += sums[index / 8][index % 8]
            }
        }
        return result
    }
}

extension SIMD8<Float> {
    /// e^x for |x| < 80, within two units in the last place.
    var exponential: Self {
        // 2^k · e^r with k the nearest whole number of x / ln 2, read off the last bits of a sum.
        let magic: Float = 12_582_912
        let shifted = self * 1.442_695_04 + magic
        let whole = shifted - magic
        let rest = self - whole * 0.693_359_375 - whole * -2.121_944_4e-4
        var value = rest * 1.987_569_15e-4 + 1.398_199_95e-3
        value = value * rest + 8.333_451_9e-3
        value = value * rest + 4.166_579_6e-2
        value = value * rest + 1.666_666_55e-1
        value = value * rest + 5.000_000_1e-1
        value = value * rest * rest + rest + 1
        let power = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &- Int32(bitPattern: magic.bitPattern)
        let bits = unsafeBitCast(value, to: SIMD8<Int32>.self) &+ (power &<< 23)
        return unsafeBitCast(bits, to: Self.self)
    }
}
#endif
