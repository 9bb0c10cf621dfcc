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
    let constraints: Planner.Constraints
    let values: [Operand: Activation]
    let input: Operand
    let output: Operand

    init(
        plan: Plan,
        constraints: Planner.Constraints,
        values: [Operand: Activation],
        input: Operand,
        output: Operand
    ) {
        (self.plan, self.constraints, self.values, self.input, self.output) = (plan, constraints, values, input, output)
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
#endif
