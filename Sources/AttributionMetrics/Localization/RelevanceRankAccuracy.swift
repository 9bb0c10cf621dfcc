#if NativeLibraries
import Attribution

/// The share of the most salient pixels, as many as the object has, that lie on it.
///
/// Arras, Osman and Samek 2022, arXiv:2003.07258. Equal pixels are taken by index.
struct RelevanceRankAccuracy: Metric {
    static let traits = MetricTraits(
        id: "relevance-rank-accuracy",
        name: "Relevance rank accuracy",
        category: .localization,
        direction: .higher,
        paper: "Arras, Osman and Samek 2022, arXiv:2003.07258",
        needs: [.mask]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let region = try Region(evaluation)
        if let flaw = region.flaw { return .undefined(flaw) }
        let order = PixelOrder(region.map)
        let hits = order.pixels[..<region.area].count { region.isInside[$0] }
        return .value(Double(hits) / Double(region.area), details: ["tieShare": order.tieShare])
    }
}
#endif
