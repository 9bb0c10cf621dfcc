#if NativeLibraries
import Attribution
import Tensor

/// The share of the most salient pixels of one map that are among those of the other.
///
/// Top-k intersection of Ghorbani, Abid and Zou 2019, arXiv:1710.10547. Equal pixels are taken by index.
struct TopOverlap: Metric {
    static let traits = MetricTraits(
        id: "top-k-overlap",
        name: "Overlap of the most salient pixels",
        category: .betweenMaps,
        direction: .neither,
        paper: "Ghorbani, Abid and Zou 2019, arXiv:1710.10547",
        needs: [.otherMap],
        parameters: [
            .number("share", 1e-6...1, 0.1, "the share of pixels that are the most salient")
        ]
    )

    private let share: Double

    init(_ parameters: ParameterValues) { share = parameters.number("share") }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let (first, second) = try evaluation.pairOfMaps()
        let count = max(1, Int((share * Double(first.values.count)).rounded()))
        let (one, other) = (PixelOrder(first), PixelOrder(second))
        let common = Set(one.pixels[..<count]).intersection(other.pixels[..<count]).count
        return .value(
            Double(common) / Double(count),
            details: ["tieShare": max(one.tieShare, other.tieShare)]
        )
    }
}
#endif
