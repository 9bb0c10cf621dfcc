#if NativeLibraries
import Attribution
import SeededRandom
import Tensor

/// Fills missing pixels with a weighted mean of their neighbors and a little noise.
///
/// Rong et al. 2022, arXiv:2202.00449: every missing pixel equals the mean of its eight neighbors, those beside it with
/// weight 1/6 and those at corners with 1/12, weights of neighbors beyond the edges spread over the others; the
/// linear system of all missing pixels is solved, and normal noise of σ = 0.01 (in units of the channel's deviation)
/// added. A picture that is missing altogether is its mean color.
struct NoisyLinearImputation {
    private let channels: Int
    private let height: Int
    private let width: Int
    private let input: [Float]
    private let means: [Float]
    private let noise: [Float]

    init(_ subject: Subject) {
        (channels, height, width) = (subject.channels, subject.height, subject.width)
        input = subject.input.values
        let (plane, seed) = (subject.plane, subject.seed)
        let moments = subject.channelMoments
        means = moments.map { Float($0.mean) }
        noise = moments.enumerated().flatMap { channel, moments in
            var generator = SeededGenerator(seed: seed, stream: UInt64(channel))
            return (0..<plane).map { _ in Float(0.01 * moments.deviation * generator.normal()) }
        }
    }

    /// Writes the picture with its missing pixels filled.
    func write(_ isMissing: [Bool], to target: UnsafeMutableBufferPointer<Float>) {
        let plane = height * width
        _ = target.update(fromContentsOf: input)
        let missing = isMissing.indices.filter { isMissing[$0] }
        guard !missing.isEmpty else { return }
        let neighbors = missing.map { self.neighbors(of: $0) }
        for channel in 0..<channels {
            let base = channel * plane
            for position in missing { target[base + position] = means[channel] }
            if missing.count < plane { relax(missing, neighbors, base, target) }
            for position in missing { target[base + position] += noise[base + position] }
        }
    }

    /// Successive over-relaxation until a sweep moves nothing by more than a thousandth of what a picture shows.
    private func relax(
        _ missing: [Int],
        _ neighbors: [[(position: Int, weight: Float)]],
        _ base: Int,
        _ values: UnsafeMutableBufferPointer<Float>
    ) {
        let scale = max(1e-6, (input[base..<base + height * width].map(abs).max() ?? 1))
        for sweep in 0..<2000 {
            var moved: Float = 0
            // Sweeps alternate in direction, so that what is known reaches the middle of large holes soon.
            let indices = sweep % 2 == 0 ? Array(missing.indices) : missing.indices.reversed()
            for index in indices {
                var sum: Float = 0
                for (position, weight) in neighbors[index] { sum += weight * values[base + position] }
                let place = base + missing[index]
                let step = 1.7 * (sum - values[place])
                values[place] += step
                moved = max(moved, abs(step))
            }
            if moved < 1e-4 * scale { break }
        }
    }

    private func neighbors(of position: Int) -> [(position: Int, weight: Float)] {
        let (row, column) = position.quotientAndRemainder(dividingBy: width)
        var found: [(position: Int, weight: Float)] = []
        for down in -1...1 {
            for right in -1...1 where (down, right) != (0, 0) {
                let (y, x) = (row + down, column + right)
                guard y >= 0, y < height, x >= 0, x < width else { continue }
                found.append((y * width + x, down == 0 || right == 0 ? 1.0 / 6 : 1.0 / 12))
            }
        }
        let total = found.reduce(0) { $0 + $1.weight }
        return found.map { ($0.position, $0.weight / total) }
    }
}
#endif
