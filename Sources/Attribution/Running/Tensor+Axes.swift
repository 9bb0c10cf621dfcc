#if NativeLibraries
import Tensor

extension Tensor {
    /// Axes in another order: output axis i is input axis `axes[i]`.
    func permuted(_ axes: [Int]) -> Tensor {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in stride(from: shape.count - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        let (extents, steps) = (axes.map { shape[$0] }, axes.map { strides[$0] })
        var position = [Int](repeating: 0, count: axes.count)
        var offset = 0
        let result = values.indices.map { _ -> Float in
            let value = values[offset]
            for axis in stride(from: axes.count - 1, through: 0, by: -1) {
                position[axis] += 1
                offset += steps[axis]
                if position[axis] < extents[axis] { break }
                offset -= steps[axis] * extents[axis]
                position[axis] = 0
            }
            return value
        }
        return Tensor(shape: extents, values: result)
    }

    /// The same elements under another shape.
    func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape: shape, values: values) }
}
#endif
