#if NativeLibraries
import Attribution

/// Whether the class is the most probable when only so much information of the picture is there: the area below the performance information curve.
///
/// PIC of Kapishnikov et al. 2019, arXiv:1906.02825 (AIC), for one picture; information is the size of the picture as PNG.
struct AccuracyInformationCurve: Metric {
    static let traits = MetricTraits(
        id: "aic",
        name: "Accuracy information curve",
        category: .faithfulness,
        direction: .higher,
        paper: "Kapishnikov et al. 2019, arXiv:1906.02825",
        needs: [.network]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { InformationCurve().passes }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        try await InformationCurve().area(evaluation, isAccuracy: true)
    }
}
#endif
