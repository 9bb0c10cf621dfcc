#if NativeLibraries
import Attribution
import Foundation
import Imaging
import Tensor

/// How well the network does with so much information of the picture: blurred, the most salient pixels put in first.
///
/// Kapishnikov et al. 2019, arXiv:1906.02825. Information is the size of the picture as PNG, from 0 for the blurred picture
/// to 1 for the whole one; curves are made monotone, as in the authors' program, and sampled at shares of pixels spaced
/// as theirs.
struct InformationCurve: Hashable, Sendable {
    /// Shares of the picture that are put in.
    static let shares = [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.10, 0.13, 0.21, 0.34, 0.5, 0.75, 1]

    /// Information against what the network holds of the class, relative to the whole picture.
    ///
    /// - Parameter outcome: 1 where the class is the most probable, or the probability over that of the whole picture.
    func area(_ evaluation: Evaluation, isAccuracy: Bool) async throws -> MetricScore {
        let subject = evaluation.subject
        let order = PixelOrder(evaluation.map.interpolated(height: subject.height, width: subject.width))
        let states = try PerturbedPicture(subject, .gaussian, order, isInsertion: true)
        var (information, outcomes): ([Double], [Double]) = ([], [])
        var inputs: [Tensor] = []
        for share in Self.shares {
            let input = [Float](unsafeUninitializedCapacity: subject.input.values.count) { buffer, count in
                buffer.initialize(repeating: 0)
                states.write(0..<Int((share * Double(order.pixels.count)).rounded()), to: buffer)
                count = subject.input.values.count
            }
            inputs.append(Tensor(shape: subject.input.shape, values: input))
            information.append(try Self.size(of: inputs[inputs.count - 1]))
        }
        try await subject.forEachBatch(inputs.count) { index, target in
            _ = target.update(fromContentsOf: inputs[index].values)
        } body: { batch, _ in
            for probabilities in try await subject.classifier.allProbabilities(batch, subject.log) {
                let own = try subject.probability(in: probabilities)
                outcomes.append(isAccuracy ? (own == probabilities.max() ? 1 : 0) : own)
            }
        }
        guard let first = information.first, let last = information.last, last > first else {
            return .undefined("the blurred picture holds as much information as the whole one")
        }
        guard let lowest = outcomes.first, let highest = outcomes.last, isAccuracy || highest > lowest else {
            return .undefined("the class is no less probable in the blurred picture")
        }
        // Points of less information than one before say nothing; outcomes below the blurred picture's are its own.
        var points: [(x: Double, y: Double)] = []
        for (size, outcome) in zip(information, outcomes) {
            let x = min(1, max(0, (size - first) / (last - first)))
            let y = isAccuracy ? outcome : min(1, max(0, (outcome - lowest) / (highest - lowest)))
            points.append((max(x, points.last?.x ?? 0), y))
        }
        let area = zip(points, points.dropFirst()).reduce(0.0) { $0 + ($1.1.x - $1.0.x) * ($1.0.y + $1.1.y) / 2 }
        return .value(
            area,
            curve: Curve(
                fractions: points.map(\.x),
                probabilities: outcomes,
                saliency: [],
                tieShare: order.tieShare
            )
        )
    }

    var passes: PassCount { PassCount(forward: Self.shares.count) }

    /// The bytes of an input as a PNG picture, its range brought to 0…255.
    private static func size(of input: Tensor) throws -> Double {
        let (low, high) = (input.values.min() ?? 0, input.values.max() ?? 1)
        let scale = high > low ? 255 / (high - low) : 0
        let (channels, plane) = (input.shape[0], input.shape[1] * input.shape[2])
        let pixels = (0..<plane).flatMap { position in
            (0..<3).map { channel in
                UInt8((input.values[min(channel, channels - 1) * plane + position] - low) * scale)
            }
        }
        let picture = RasterImage(width: input.shape[2], height: input.shape[1], layout: .rgb, pixels: pixels)
        return Double(try ImageFile.encodePNG(picture).count)
    }
}
#endif
