#if NativeLibraries
import Attribution

/// How far an attribution moves at most when the input hardly does, relative to its norm.
///
/// Yeh et al. 2019, arXiv:1901.09392: max ‖Φ(x + δ) − Φ(x)‖ / ‖Φ(x)‖ over ‖δ‖∞ ≤ r, of samples, on the attribution before
/// channels and signs are treated, as captum does; captum divides
/// by 1 where ‖Φ(x)‖ is 0, which is undefined here.
struct MaxSensitivity: Metric {
    static let traits = MetricTraits(
        id: "max-sensitivity",
        name: "Max-sensitivity",
        category: .robustness,
        direction: .lower,
        paper: "Yeh et al. 2019, arXiv:1901.09392",
        needs: [.network, .explainer],
        isSeeded: true,
        parameters: NearbyMaps.parameters
    )

    private let nearby: NearbyMaps

    init(_ parameters: ParameterValues) { nearby = NearbyMaps(parameters) }

    func passes(for evaluation: Evaluation) async throws -> PassCount { try await nearby.passes(for: evaluation) }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let found = try await nearby.distances(evaluation)
        guard found.norm > 0 else { return .undefined("the attribution is 0 everywhere") }
        let shares = found.samples.map { $0.map / found.norm }
        let mean = shares.reduce(0, +) / Double(shares.count)
        return .value(shares.max() ?? 0, details: ["meanSensitivity": mean])
    }
}
#endif
