#if NativeLibraries
import Tensor

extension Tensor {
    /// Σ_k w_k A_k of maps `[K,h,w]`: `[h,w]`, summed in double precision.
    func weighted(by weights: [Double]) -> Tensor {
        let plane = shape[1] * shape[2]
        var sums = [Double](repeating: 0, count: plane)
        for (channel, weight) in weights.enumerated() where weight != 0 {
            for position in 0..<plane { sums[position] += weight * Double(values[channel * plane + position]) }
        }
        return Tensor(shape: [shape[1], shape[2]], values: sums.map { Float($0) })
    }

    /// The positive part of a map, as an explanation that says where nothing is left of it.
    func rectified() -> Explanation {
        let positive = values.map { max($0, 0) }
        let isEmpty = positive.allSatisfy { $0 == 0 }
        return Explanation(
            Tensor(shape: shape, values: positive),
            notes: isEmpty ? ["The map is empty: nothing speaks for the class."] : []
        )
    }
}
#endif
