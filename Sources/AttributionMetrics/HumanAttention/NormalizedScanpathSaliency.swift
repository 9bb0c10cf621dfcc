#if NativeLibraries
import Attribution

/// The mean of the map, in standard deviations from its mean, where people look.
///
/// Peters et al. 2005, DOI 10.1016/j.visres.2005.03.019. A human map of 0 and 1 stands for fixations; one with values between
/// weights positions by them.
struct NormalizedScanpathSaliency: Metric {
    static let traits = MetricTraits(
        id: "nss",
        name: "Normalized scanpath saliency",
        category: .humanAttention,
        direction: .higher,
        paper: "Peters et al. 2005, DOI 10.1016/j.visres.2005.03.019",
        needs: [.humanMap]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let maps = try HumanAttention(evaluation)
        if let flaw = maps.flaw { return .undefined(flaw) }
        let count = Double(maps.map.count)
        let mean = maps.map.reduce(0, +) / count
        let variance = maps.map.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let weighted = zip(maps.map, maps.human).reduce(0) { $0 + ($1.0 - mean) * $1.1 }
        return .value(weighted / variance.squareRoot() / maps.human.reduce(0, +))
    }
}
#endif
