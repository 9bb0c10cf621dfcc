#if NativeLibraries
import ONNXFormat

/// A small constant whose numbers are known while a graph is lowered: shapes, indices and what is computed of them.
///
/// Integers are exact up to 2⁵³; the sentinels at the ends of the 64-bit range stay far outside every shape.
struct FoldedConstant {
    var shape: [Int]
    var values: [Double]
    /// Integers and booleans.
    var isInteger: Bool

    init(shape: [Int], values: [Double], isInteger: Bool) {
        self.shape = shape
        self.values = values
        self.isInteger = isInteger
    }

    init(integers: [Int], shape: [Int]? = nil) {
        self.init(shape: shape ?? [integers.count], values: integers.map(Double.init), isInteger: true)
    }

    /// - Throws: `ONNXError` when the file cannot be read.
    init(_ tensor: ONNXTensor) throws {
        shape = tensor.shape
        isInteger = !tensor.elementType.isFloatingPoint
        values = isInteger ? try tensor.integers().map(Double.init) : try tensor.doubles()
    }

    /// As whole numbers, cut towards zero and to what an `Int` holds.
    var integers: [Int] {
        values.map { $0.isNaN ? 0 : $0 >= 9.2e18 ? .max : $0 <= -9.2e18 ? .min : Int($0) }
    }

    func reshaped(_ shape: [Int]) -> FoldedConstant {
        FoldedConstant(shape: shape, values: values, isInteger: isInteger)
    }

    /// Element i of the result is element `indices[i]` of this.
    func gathering(_ indices: [Int], shape: [Int]) -> FoldedConstant {
        FoldedConstant(shape: shape, values: indices.map { values[$0] }, isInteger: isInteger)
    }

    /// The indices into an array of `shape` read with strides from an offset.
    static func indices(_ shape: [Int], _ strides: [Int], offset: Int = 0) -> [Int] {
        var result = [offset]
        for (extent, stride) in zip(shape, strides) {
            result = result.flatMap { base in (0..<extent).map { base + $0 * stride } }
        }
        return result
    }
}
#endif
