#if NativeLibraries
import Tensor

/// What hiding one segment takes from the class score.
///
/// As captum 0.9 has it with the segments as its feature mask: S_k = f(x) − f(x without segment k), the same at all
/// positions of a segment. Described by Zeiler and Fergus 2014, arXiv:1311.2901, for windows.
struct FeatureAblation: Explainer {
    static let traits = ExplainerTraits(
        id: "feature-ablation",
        name: "Feature Ablation",
        family: .perturbation,
        paper: "Zeiler and Fergus 2014, arXiv:1311.2901; Kokhlikyan et al. 2020, arXiv:2009.07896",
        need: .scores,
        isSigned: true,
        isSeeded: true,
        parameters: Segmentation.parameters(.grid, cells: 14) + [
            .number("baseline", -1e6...1e6, 0, "the value of hidden pixels, as the network takes them")
        ],
        map: MapSteps(.sum, .signed, .nearest)
    )

    private let segmentation: Segmentation
    private let baseline: Float

    init(_ parameters: ParameterValues) {
        segmentation = Segmentation(parameters)
        baseline = Float(parameters.number("baseline"))
    }

    func passes(for subject: Subject) throws -> PassCount {
        PassCount(forward: try 1 + segmentation.segments(of: subject).count)
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let segments = try segmentation.segments(of: subject)
        let whole = Double(
            try await subject.scores(1) { _, target in
                _ = target.update(fromContentsOf: subject.input.values)
            }[0]
        )
        let scores = try await scores(hiding: segments, of: subject)
        return Explanation(segments.map(scores.map { whole - Double($0) }))
    }

    private func scores(hiding segments: Segments, of subject: Subject) async throws -> [Float] {
        // What a rectangle does not change is not run again.
        if let rectangles = segments.rectangles { return try await subject.scoresHiding(rectangles, baseline) }
        let parts = HiddenSegments(segments, of: subject.input, baseline: baseline)
        var isShown = [Bool](repeating: true, count: segments.count)
        return try await subject.scores(segments.count) { index, target in
            isShown[index] = false
            parts.write(showing: isShown, to: target)
            isShown[index] = true
        }
    }
}
#endif
