#if NativeLibraries
import Tensor

/// An array of floats during execution, in one of the layouts; copies share memory and are never written to.
struct Activation {
    let shape: [Int]
    let layout: Layout
    var buffer: Buffer
    /// Which element of each window was the largest, in oneDNN's own form.
    var choices: Buffer?

    var pointer: UnsafeMutablePointer<Float> { buffer.pointer }

    /// The number of elements, without those that fill blocks up.
    var count: Int { shape.reduce(1, *) }

    /// The number of floats in memory.
    var storedCount: Int { Self.storedCount(shape, layout) }

    /// Whether blocks are filled up with zeros.
    var isPadded: Bool { layout == .blocked && shape[1] % Native.block != 0 }

    static func storedCount(_ shape: [Int], _ layout: Layout) -> Int {
        guard layout == .blocked else { return shape.reduce(1, *) }
        let channels = (shape[1] + Native.block - 1) / Native.block * Native.block
        return shape[0] * channels * shape[2...].reduce(1, *)
    }

    /// The same elements in the same order under another shape of as many.
    func reshaped(_ shape: [Int]) -> Activation {
        Activation(shape: shape, layout: .plain, buffer: buffer)
    }

    var floats: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: pointer, count: storedCount) }

    /// A copy outside the pool.
    ///
    /// - Precondition: The layout is plain.
    var tensor: Tensor {
        precondition(layout == .plain, "Only plain activations leave the graph.")
        return Tensor(shape: shape, values: Array(UnsafeBufferPointer(start: pointer, count: count)))
    }
}
#endif
