#if NativeLibraries
import Attribution

/// What is regained of the probability when only so much information of the picture is there: the area below the performance information curve.
///
/// PIC of Kapishnikov et al. 2019, arXiv:1906.02825 (SIC), for one picture; information is the size of the picture as PNG.
struct SoftmaxInformationCurve: Metric {
    static let traits = MetricTraits(
        id: "sic",
        name: "Softmax information curve",
        category: .faithfulness,
        direction: .higher,
        paper: "Kapishnikov et al. 2019, arXiv:1906.02825",
        needs: [.network]
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) -> PassCount { InformationCurve().passes }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        try await InformationCurve().area(evaluation, isAccuracy: false)
    }
}
#endif
