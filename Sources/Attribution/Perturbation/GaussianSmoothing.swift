#if NativeLibraries
import Foundation
import Tensor

/// Smooths planes by a Gaussian that ends at three standard deviations; what lies beyond an edge is taken to be as the
/// edge.
struct GaussianSmoothing: Sendable {
    private let weights: [Float]
    private var reach: Int { weights.count / 2 }

    /// - Parameter sigma: In pixels; 0 changes nothing.
    init(sigma: Double) {
        let reach = Int((3 * sigma).rounded(.up))
        let values = (-reach...reach).map { sigma > 0 ? exp(-0.5 * Double($0 * $0) / (sigma * sigma)) : 1 }
        let sum = values.reduce(0, +)
        weights = values.map { Float($0 / sum) }
    }

    /// `[C,H,W]`, smoothed along rows and columns.
    func smoothed(_ input: Tensor) -> Tensor {
        guard reach > 0 else { return input }
        let (height, width) = (input.shape[1], input.shape[2])
        var values = input.values
        var line: [Float] = []
        for channel in 0..<input.shape[0] {
            let start = channel * height * width
            for row in 0..<height { smooth(&values, start + row * width, width, 1, &line) }
            for column in 0..<width { smooth(&values, start + column, height, width, &line) }
        }
        return Tensor(shape: input.shape, values: values)
    }

    /// Smooths elements that lie `step` apart.
    private func smooth(_ values: inout [Float], _ start: Int, _ count: Int, _ step: Int, _ line: inout [Float]) {
        line.removeAll(keepingCapacity: true)
        for place in -reach..<count + reach { line.append(values[start + min(max(place, 0), count - 1) * step]) }
        for place in 0..<count {
            var sum: Float = 0
            for tap in weights.indices { sum += weights[tap] * line[place + tap] }
            values[start + place * step] = sum
        }
    }
}
#endif
