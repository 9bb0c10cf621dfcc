#if NativeLibraries
import Attribution
import Tensor

/// How far what the map marks and the object coincide: intersection over union.
///
/// Marked is what has at least a share of the maximum; 15 % in Selvaraju et al. 2017, arXiv:1610.02391, 20 % in Zhou et al.
/// 2016, arXiv:1512.04150.
struct IntersectionOverUnion: Metric {
    static let traits = MetricTraits(
        id: "iou",
        name: "Intersection over union",
        category: .localization,
        direction: .higher,
        paper: "Zhou et al. 2016, arXiv:1512.04150",
        needs: [.mask],
        parameters: [
            .number("threshold", 0...1, 0.15, "the share of the maximum from which on a pixel is marked")
        ]
    )

    private let threshold: Double

    init(_ parameters: ParameterValues) { threshold = parameters.number("threshold") }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let region = try Region(evaluation)
        if let flaw = region.flaw { return .undefined(flaw) }
        guard let top = region.map.values.max(), top > 0 else {
            return .undefined("the map has no positive saliency")
        }
        let bar = Float(threshold) * top
        let isMarked = region.map.values.map { $0 >= bar }
        let both = zip(isMarked, region.isInside).count { $0 && $1 }
        let either = zip(isMarked, region.isInside).count { $0 || $1 }
        return .value(Double(both) / Double(either))
    }
}
#endif
