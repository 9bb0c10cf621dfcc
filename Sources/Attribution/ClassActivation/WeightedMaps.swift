#if NativeLibraries
import Tensor

extension Tensor {
    /// One channel of maps `[K,h,w]`.
    func channel(_ index: Int) -> ArraySlice<Float> {
        let plane = shape[1] * shape[2]
        return values[index * plane..<(index + 1) * plane]
    }

    /// Σ_k w_k A_k of maps `[K,h,w]`: `[h,w]`, summed in double precision.
    func weighted(by weights: [Double]) -> Tensor {
        let plane = shape[1] * shape[2]
        var sums = [Double](repeating: 0, count: plane)
        sums.withUnsafeMutableBufferPointer { sums in
            values.withUnsafeBufferPointer { values in
                for (channel, weight) in weights.enumerated() where weight != 0 {
                    for position in 0..<plane { sums[position] += weight * Double(values[channel * plane + position]) }
                }
            }
        }
        return Tensor(shape: [shape[1], shape[2]], values: sums.map { Float($0) })
    }

    /// Σ_k t(A_k, g_k) of maps and gradients `[K,h,w]`, position by position: `[h,w]`, summed in double precision.
    @inline(__always)
    func summed(with gradients: Tensor, _ term: (_ value: Double, _ gradient: Double) -> Double) -> Tensor {
        let plane = shape[1] * shape[2]
        var sums = [Double](repeating: 0, count: plane)
        sums.withUnsafeMutableBufferPointer { sums in
            values.withUnsafeBufferPointer { values in
                gradients.values.withUnsafeBufferPointer { gradients in
                    for channel in 0..<shape[0] {
                        for position in 0..<plane {
                            let index = channel * plane + position
                            sums[position] += term(Double(values[index]), Double(gradients[index]))
                        }
                    }
                }
            }
        }
        return Tensor(shape: [shape[1], shape[2]], values: sums.map { Float($0) })
    }

    /// The positive part of a map, as an explanation that says where nothing is left of it.
    func rectified(notes: [String] = []) -> Explanation {
        let positive = values.map { max($0, 0) }
        let isEmpty = positive.allSatisfy { $0 == 0 }
        return Explanation(
            Tensor(shape: shape, values: positive),
            notes: notes + (isEmpty ? ["The map is empty: nothing speaks for the class."] : [])
        )
    }
}
#endif
