#if NativeLibraries
import Attribution
import Statistics

/// How well the map tells where people look from where they do not: the area under the curve of hits over false alarms.
///
/// Judd et al. 2012; Bylinskii et al. 2019, arXiv:1604.03605. Equal saliency counts half, which no jitter is needed for. People look where
/// their map has at least a share of its maximum.
struct AUCJudd: Metric {
    static let traits = MetricTraits(
        id: "auc-judd",
        name: "Area under the curve, Judd",
        category: .humanAttention,
        direction: .higher,
        paper: "Judd et al. 2012, MIT-CSAIL-TR-2012-001",
        needs: [.humanMap],
        parameters: [
            .number("threshold", 0...1, 0.5, "the share of the human map's maximum from which on people look somewhere")
        ]
    )

    private let threshold: Double

    init(_ parameters: ParameterValues) { threshold = parameters.number("threshold") }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount() }

    func score(_ evaluation: Evaluation) throws -> MetricScore {
        let maps = try HumanAttention(evaluation)
        if let flaw = maps.flaw { return .undefined(flaw) }
        let bar = threshold * (maps.human.max() ?? 0)
        let isLookedAt = maps.human.map { $0 >= bar && $0 > 0 }
        let hits = Double(isLookedAt.count { $0 })
        let others = Double(isLookedAt.count) - hits
        guard others > 0 else { return .undefined("people look everywhere") }
        let ranks = MidRanks(maps.map).ranks
        let sum = zip(ranks, isLookedAt).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
        return .value((sum - hits * (hits + 1) / 2) / (hits * others))
    }
}
#endif
