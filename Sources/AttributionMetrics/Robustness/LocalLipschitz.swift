#if NativeLibraries
import Attribution

/// How far an attribution moves at most for each unit by which the input does.
///
/// Alvarez-Melis and Jaakkola 2018, arXiv:1806.07538: max ‖Φ(x′) − Φ(x)‖ / ‖x′ − x‖ over inputs nearby, of samples.
struct LocalLipschitz: Metric {
    static let traits = MetricTraits(
        id: "local-lipschitz",
        name: "Local Lipschitz estimate",
        category: .robustness,
        direction: .lower,
        paper: "Alvarez-Melis and Jaakkola 2018, arXiv:1806.07538",
        needs: [.network, .explainer],
        isSeeded: true,
        parameters: NearbyMaps.parameters
    )

    private let nearby: NearbyMaps

    init(_ parameters: ParameterValues) { nearby = NearbyMaps(parameters) }

    func passes(for evaluation: Evaluation) async throws -> PassCount { try await nearby.passes(for: evaluation) }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let found = try await nearby.distances(evaluation)
        // A change below the precision of the input is none.
        guard let most = found.samples.filter({ $0.input > 0 }).map({ $0.map / $0.input }).max() else {
            return .undefined("the radius is below the precision of the input")
        }
        return .value(most)
    }
}
#endif
