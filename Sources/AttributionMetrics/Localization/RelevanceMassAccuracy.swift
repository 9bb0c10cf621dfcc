#if NativeLibraries
import Attribution

/// The share of relevance that lies on the object.
///
/// Arras, Osman and Samek 2022, arXiv:2003.07258: positive relevance, or with `signed` magnitudes. With positive relevance it is the
/// energy-based pointing game under another name.
struct RelevanceMassAccuracy: Metric {
    static let traits = MetricTraits(
        id: "relevance-mass-accuracy",
        name: "Relevance mass accuracy",
        category: .localization,
        direction: .higher,
        paper: "Arras, Osman and Samek 2022, arXiv:2003.07258",
        needs: [.mask],
        parameters: [
            .flag("signed", false, "counts magnitudes in place of positive relevance alone")
        ]
    )

    private let isSigned: Bool

    init(_ parameters: ParameterValues) { isSigned = parameters.flag("signed") }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let region = try Region(evaluation)
        if let flaw = region.flaw { return .undefined(flaw) }
        let relevance = region.map.doubles.map { isSigned ? abs($0) : max($0, 0) }
        let sum = relevance.reduce(0, +)
        guard sum > 0 else { return .undefined("the map has no relevance") }
        return .value(zip(relevance, region.isInside).reduce(0) { $0 + ($1.1 ? $1.0 : 0) } / sum)
    }
}
#endif
