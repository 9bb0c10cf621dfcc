#if NativeLibraries
import Foundation
import SeededRandom
import Tensor

/// A linear model of the class score around the input, of which segments are seen.
///
/// Ribeiro, Singh and Guestrin 2016, arXiv:1602.04938, with the numbers of the authors' program: each segment seen with
/// probability ½, the first sample whole, hidden segments in their mean color, weights √exp(−d²/w²) with d the cosine
/// distance to the whole, and a ridge regression whose intercept is free. captum's variant has score=logit,
/// hidden=baseline, distance=input-cosine, kernel-width=1, regression=lasso and penalty=0.01.
struct LIME: Explainer {
    static let traits = ExplainerTraits(
        id: "lime",
        name: "LIME",
        family: .perturbation,
        paper: "Ribeiro, Singh and Guestrin 2016, arXiv:1602.04938",
        need: .scores,
        isSigned: true,
        isSeeded: true,
        parameters: [
            .integer("samples", 2...1_000_000, 1000, "how many samples, the whole picture being the first"),
            .choice(
                "distance",
                Distance.allCases.map(\.rawValue),
                "how far a sample is, by its segments or its values"
            ),
            .number("kernel-width", 1e-6...1e6, 0.25, "the distance at which samples begin to count less"),
            .choice("regression", ["ridge", "lasso"], "the penalty of the linear model: squares or magnitudes"),
            .number("penalty", 0...1e6, 1, "the weight of the penalty"),
            ScoreKind.parameter(.probability),
        ] + HiddenSegments.Kind.parameters(.mean) + Segmentation.parameters(.quickshift),
        map: MapSteps(.sum, .signed, .nearest)
    )

    private enum Distance: String, CaseIterable {
        /// Of the segments seen to all.
        case cosine
        /// Of the sample's values to the input's.
        case inputCosine = "input-cosine"
        case inputEuclidean = "input-euclidean"
    }

    private let samples: Int
    private let hidden: HiddenSegments.Kind
    private let baseline: Float
    private let distance: Distance
    private let width: Double
    private let isLasso: Bool
    private let penalty: Double
    private let score: ScoreKind
    private let segmentation: Segmentation

    init(_ parameters: ParameterValues) {
        samples = parameters.integer("samples")
        hidden = HiddenSegments.Kind(parameters)
        baseline = Float(parameters.number("baseline"))
        distance = Distance(rawValue: parameters.text("distance")) ?? .cosine
        width = parameters.number("kernel-width")
        isLasso = parameters.text("regression") == "lasso"
        penalty = parameters.number("penalty")
        score = ScoreKind(parameters)
        segmentation = Segmentation(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: samples) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let segments = try segmentation.segments(of: subject, limit: SwitchMoments.largestCount)
        let parts = HiddenSegments(segments, of: subject.input, behind: hidden, baseline: baseline)
        var distances = [Double](repeating: 0, count: samples)
        let values = try await subject.values(score, samples) { index, target in
            let isShown = Self.sample(index, of: segments.count, seed: subject.seed)
            parts.write(showing: isShown, to: target)
            distances[index] = distance(isShown, UnsafeBufferPointer(target), subject.input.values)
        }
        var moments = SwitchMoments(count: segments.count)
        for (index, value) in values.enumerated() {
            let closeness = exp(-distances[index] * distances[index] / (2 * width * width))
            moments.add(Self.sample(index, of: segments.count, seed: subject.seed), value, weight: closeness)
        }
        let coefficients = isLasso ? moments.lasso(penalty: penalty) : moments.ridge(penalty: penalty)
        return Explanation(segments.map(coefficients))
    }

    /// Which segments sample `index` shows: bit by bit from the words of a stream of its own, all in the first sample.
    private static func sample(_ index: Int, of count: Int, seed: UInt64) -> [Bool] {
        guard index > 0 else { return [Bool](repeating: true, count: count) }
        var generator = SeededGenerator(seed: seed, stream: UInt64(index))
        var word: UInt64 = 0
        return (0..<count).map { number in
            if number % 64 == 0 { word = generator.next() }
            defer { word >>= 1 }
            return word & 1 == 1
        }
    }

    private func distance(_ isShown: [Bool], _ sample: UnsafeBufferPointer<Float>, _ input: [Float]) -> Double {
        switch distance {
        case .cosine:
            // Nothing has no direction; it is taken to be at a right angle to all.
            return 1 - (Double(isShown.count { $0 }) / Double(isShown.count)).squareRoot()
        case .inputCosine:
            var (product, own, other) = (0.0, 0.0, 0.0)
            for (a, b) in zip(sample, input) {
                product += Double(a) * Double(b)
                own += Double(a) * Double(a)
                other += Double(b) * Double(b)
            }
            return own > 0 && other > 0 ? 1 - product / (own * other).squareRoot() : 1
        case .inputEuclidean:
            var sum = 0.0
            for (a, b) in zip(sample, input) { sum += Double(a - b) * Double(a - b) }
            return sum.squareRoot()
        }
    }
}
#endif
