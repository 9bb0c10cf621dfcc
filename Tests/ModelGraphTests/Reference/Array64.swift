#if NativeLibraries
import Tensor

/// An array of doubles in C order, read by index.
struct Array64: Sendable, Equatable {
    var shape: [Int]
    var values: [Double]

    init(_ shape: [Int], _ values: [Double]) {
        precondition(shape.reduce(1, *) == values.count)
        (self.shape, self.values) = (shape, values)
    }

    /// Asks for the element at each index.
    init(_ shape: [Int], _ element: ([Int]) throws -> Double) rethrows {
        self.init(shape, try Self.indices(shape).map(element))
    }

    init(_ tensor: Tensor) { self.init(tensor.shape, tensor.values.map(Double.init)) }

    var integers: [Int] { values.map { Int(min(max($0, -0x1p62), 0x1p62)) } }

    var rank: Int { shape.count }

    subscript(_ index: [Int]) -> Double { values[offset(index)] }

    func offset(_ index: [Int]) -> Int {
        var offset = 0
        for axis in shape.indices { offset = offset * shape[axis] + index[axis] }
        return offset
    }

    /// The element at an index of a larger array that this one is broadcast to.
    func broadcast(_ index: [Int]) -> Double {
        let lead = index.count - rank
        return self[shape.indices.map { shape[$0] == 1 ? 0 : index[lead + $0] }]
    }

    func reshaped(_ shape: [Int]) -> Array64 { Array64(shape, values) }

    func map(_ function: (Double) -> Double) -> Array64 { Array64(shape, values.map(function)) }

    /// Every index of a shape, the last axis fastest.
    static func indices(_ shape: [Int]) -> [[Int]] {
        var result: [[Int]] = [[]]
        for extent in shape { result = result.flatMap { start in (0..<extent).map { start + [$0] } } }
        return result
    }

    /// NumPy's shape of two operands.
    static func broadcast(_ a: [Int], _ b: [Int]) -> [Int] {
        let rank = max(a.count, b.count)
        let (x, y) = (ones(rank - a.count) + a, ones(rank - b.count) + b)
        return (0..<rank).map { x[$0] == 1 ? y[$0] : x[$0] }
    }

    static func ones(_ count: Int) -> [Int] { [Int](repeating: 1, count: count) }

    static func combine(_ a: Array64, _ b: Array64, _ function: (Double, Double) -> Double) -> Array64 {
        Array64(broadcast(a.shape, b.shape)) { function(a.broadcast($0), b.broadcast($0)) }
    }
}
#endif
