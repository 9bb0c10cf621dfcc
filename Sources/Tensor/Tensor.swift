/// A dense array of 32-bit floats of any rank, stored row by row (C order).
public struct Tensor: Sendable, Equatable {
    /// The extent of each axis, outermost first, such as `[H, W]`; empty for a scalar.
    public let shape: [Int]

    /// The elements, the last axis varying fastest; as many as the product of `shape`.
    public let values: [Float]

    /// Joins a shape and its elements.
    ///
    /// - Precondition: No extent is negative, and `values` has as many elements as their product.
    public init(shape: [Int], values: [Float]) {
        precondition(shape.allSatisfy { $0 >= 0 }, "The shape \(shape) has a negative extent.")
        precondition(
            Tensor.elementCount(of: shape) == values.count,
            "The shape \(shape) does not hold \(values.count) values."
        )
        self.shape = shape
        self.values = values
    }

    /// The product of the extents, or nil if it does not fit an `Int`.
    package static func elementCount(of shape: [Int]) -> Int? {
        // A zero extent makes the tensor empty, however large its neighbors are.
        if shape.contains(0) { return 0 }
        var count = 1
        for extent in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            if overflow { return nil }
            count = product
        }
        return count
    }
}
