#if NativeLibraries
/// The part of a tensor `[1,C,H,W]` in which each of several changed inputs differs from the base: one size for all,
/// a place for each.
struct Region {
    /// Rows and columns of the first element, for each changed input.
    var origins: [[Int]]

    /// `[B,C,h,w]`: the part's values for each changed input.
    var values: Activation

    var extents: [Int] { Array(values.shape[2...]) }
}

/// A picture that was run whole: what every step computed, for ``ComputeThread`` alone to read.
final class RegionBase: @unchecked Sendable {
    let plan: Plan
    let values: [Operand: Activation]
    let input: Operand
    let output: Operand

    init(plan: Plan, values: [Operand: Activation], input: Operand, output: Operand) {
        (self.plan, self.values, self.input, self.output) = (plan, values, input, output)
    }
}

/// What is known of a tensor for several changed inputs.
enum RegionState {
    /// It is as in the base.
    case unchanged
    /// It differs in a part.
    case part(Region)
    /// It is computed whole: `[B,…]`.
    case whole(Activation)
}

/// Which elements windows of a step read and write along the spatial axes.
struct WindowGeometry {
    let kernel: [Int]
    let strides: [Int]
    let dilations: [Int]
    let pads: [Int]

    /// The elements that a window spans.
    func span(_ axis: Int) -> Int { dilations[axis] * (kernel[axis] - 1) + 1 }

    /// The outputs that read any of `count` elements from `origin`, within an output of `extent`.
    func outputs(_ origin: Int, _ count: Int, axis: Int, extent: Int) -> Range<Int> {
        let first = origin + pads[axis] - span(axis) + 1
        let low = first <= 0 ? 0 : (first + strides[axis] - 1) / strides[axis]
        let high = (origin + count - 1 + pads[axis]) / strides[axis] + 1
        return min(low, extent)..<min(max(high, low), extent)
    }

    /// The elements that `count` outputs read.
    func inputCount(_ count: Int, axis: Int) -> Int { (count - 1) * strides[axis] + span(axis) }

    /// The first element that an output reads; negative in the padding.
    func inputOrigin(_ output: Int, axis: Int) -> Int { output * strides[axis] - pads[axis] }
}
#endif
