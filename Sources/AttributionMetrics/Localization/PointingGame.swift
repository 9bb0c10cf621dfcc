#if NativeLibraries
import Attribution
import Tensor

/// Whether the map has its maximum on the object, or near it: 1 or 0.
///
/// Zhang et al. 2018, arXiv:1608.00507, who allow for 15 pixels. Of equal maxima the first counts; Quantus takes any.
struct PointingGame: Metric {
    static let traits = MetricTraits(
        id: "pointing-game",
        name: "Pointing game",
        category: .localization,
        direction: .higher,
        paper: "Zhang et al. 2018, arXiv:1608.00507",
        needs: [.mask],
        parameters: [
            .integer("tolerance", 0...4096, 15, "how many pixels off the object the maximum may lie")
        ]
    )

    private let tolerance: Int

    init(_ parameters: ParameterValues) { tolerance = parameters.integer("tolerance") }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let region = try Region(evaluation)
        if let flaw = region.flaw { return .undefined(flaw) }
        let values = region.map.values
        guard let top = values.max(), let low = values.min(), top > low else {
            return .undefined("the map is the same everywhere")
        }
        let place = values.firstIndex(of: top) ?? 0
        let (row, column) = place.quotientAndRemainder(dividingBy: region.map.shape[1])
        let isHit = region.isInside.indices.contains { index in
            guard region.isInside[index] else { return false }
            let (y, x) = index.quotientAndRemainder(dividingBy: region.map.shape[1])
            return (y - row) * (y - row) + (x - column) * (x - column) <= tolerance * tolerance
        }
        return .value(isHit ? 1 : 0, details: ["maxima": Double(values.count { $0 == top })])
    }
}
#endif
