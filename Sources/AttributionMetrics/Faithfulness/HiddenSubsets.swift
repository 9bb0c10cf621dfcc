#if NativeLibraries
import Attribution
import SeededRandom
import Tensor

/// What hiding random sets of places takes from the score, against the saliency of those places.
struct HiddenSubsets: Sendable {
    let samples: Int
    let substitute: Substitute
    let score: ScoreKind

    static func parameters(_ samples: Int, _ substitute: Substitute, _ score: ScoreKind) -> [ParameterSpecification] {
        [
            .integer("samples", 2...1_000_000, samples, "how many sets of places"),
            Substitute.parameter(substitute),
            ScoreKind.parameter(score),
        ]
    }

    init(_ parameters: ParameterValues) {
        samples = parameters.integer("samples")
        (substitute, score) = (Substitute(parameters), ScoreKind(parameters))
    }

    var passes: PassCount { PassCount(forward: samples + 1) }

    /// For each set the saliency that it holds and what hiding it costs.
    ///
    /// - Parameters:
    ///   - map: Whose pixels are hidden, of any resolution.
    ///   - size: How many pixels of the map a set has.
    func measure(
        _ evaluation: Evaluation,
        _ map: Tensor,
        size: Int
    ) async throws -> (saliency: [Double], losses: [Double]) {
        let subject = evaluation.subject
        let order = PixelOrder(map)
        let hidden = try substitute.input(for: subject).values
        let (plane, channels) = (subject.plane, subject.channels)
        var saliency: [Double] = []
        let scores = try await subject.values(score, samples + 1) { index, target in
            _ = target.update(fromContentsOf: subject.input.values)
            guard index > 0 else { return }
            let chosen = Self.subset(size, of: map.values.count, seed: subject.seed, index)
            saliency.append(chosen.reduce(0.0) { $0 + Double(map.values[$1]) })
            order.forEachStretch(of: chosen[...], height: subject.height, width: subject.width) { first, count in
                for channel in 0..<channels {
                    for position in channel * plane + first..<channel * plane + first + count {
                        target[position] = hidden[position]
                    }
                }
            }
        }
        return (saliency, scores.dropFirst().map { scores[0] - $0 })
    }

    private static func subset(_ size: Int, of count: Int, seed: UInt64, _ index: Int) -> [Int] {
        var generator = SeededGenerator(seed: seed, stream: UInt64(index))
        var places = Array(0..<count)
        for place in 0..<size { places.swapAt(place, place + generator.below(count - place)) }
        return Array(places[..<size])
    }

    /// Why there is no correlation.
    static let flat = "the map is the same everywhere, or hiding parts of the picture changes nothing"
}
#endif
