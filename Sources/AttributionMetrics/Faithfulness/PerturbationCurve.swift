#if NativeLibraries
import Attribution
import Tensor

/// How the probability of the class goes while pixels are taken away or put back in the order of a map.
///
/// Petsiuk, Das and Saenko 2018, arXiv:1806.07421, as the survey's program has it (Gomez and Mouchère 2023,
/// DOI 10.1117/1.JEI.32.2.020801): pixels of the map's own resolution, nearest upsampling.
struct PerturbationCurve: Hashable, Sendable {
    /// Whether pixels are put into the substitute, rather than taken out of the picture.
    var isInsertion = false
    /// What stands in place of pixels.
    var substitute: Substitute
    /// Into which steps pixels are cut.
    var steps: StepRule
    /// Whether pixels that were changed stay so; else each step changes its own alone.
    var isCumulative = true
    /// Whether the least salient pixels come first.
    var isAscending = false

    /// The curve, computed at most once for an evaluation; nil where the survey's program fails.
    ///
    /// - Throws: `AttributionError`, `ModelError` or `CancellationError`.
    func curve(of evaluation: Evaluation) async throws -> Curve? {
        guard let boundaries = steps.boundaries(evaluation.map.values.count) else { return nil }
        return try await evaluation.curve(self) { try await compute(evaluation, boundaries) }
    }

    /// The passes of the curve, where nothing is known of the picture.
    func passes(for evaluation: Evaluation) -> PassCount {
        let steps = steps.boundaries(evaluation.map.values.count)?.count ?? 0
        return PassCount(forward: steps == 0 ? 0 : steps + 1)
    }

    private func compute(_ evaluation: Evaluation, _ boundaries: [Int]) async throws -> Curve {
        let (picture, subject) = (evaluation.picture, evaluation.subject)
        let order = PixelOrder(evaluation.map, isAscending: isAscending, isReference: steps.isReference)
        let states = try PerturbedPicture(subject, substitute, order, isInsertion: isInsertion)
        // The last state of a cumulative curve is the substitute or the picture, which other curves need too.
        let inner = isCumulative ? boundaries.count - 1 : boundaries.count
        let start = isInsertion ? try await picture.probability(of: substitute) : try await picture.probability()
        var probabilities = [start]
        probabilities += try await subject.probabilities(inner) { index, target in
            let from = isCumulative || index == 0 ? 0 : boundaries[index - 1]
            states.write(from..<boundaries[index], to: target)
        }
        if isCumulative {
            probabilities.append(
                isInsertion ? try await picture.probability() : try await picture.probability(of: substitute)
            )
        }
        let count = Double(order.pixels.count)
        return Curve(
            fractions: [0] + boundaries.map { Double($0) / count },
            probabilities: probabilities,
            saliency: zip([0] + boundaries, boundaries).map { order.meanSaliency($0..<$1) },
            tieShare: order.tieShare
        )
    }
}

extension Curve {
    /// The area below the curve over the share of the picture, by the trapezoid rule.
    ///
    /// - Parameter isCumulative: A curve whose steps stand for themselves has no point at 0; it is stretched over 0…1.
    func area(isCumulative: Bool) -> Double? {
        let first = isCumulative ? 0 : 1
        guard fractions.count - first > 1, let last = fractions.last else { return nil }
        var sum = 0.0
        for index in first + 1..<fractions.count {
            let height = (probabilities[index] + probabilities[index - 1]) / 2
            sum += (fractions[index] - fractions[index - 1]) * height
        }
        return sum / (last - fractions[first])
    }

    /// The mean loss of probability over all points, the first included.
    var areaOver: Double {
        probabilities.reduce(0) { $0 + probabilities[0] - $1 } / Double(probabilities.count)
    }

    /// What each step took from the probability.
    func losses(isCumulative: Bool) -> [Double] {
        (1..<probabilities.count).map { probabilities[isCumulative ? $0 - 1 : 0] - probabilities[$0] }
    }
}
#endif
