#if NativeLibraries
/// The mean of the explanations of an input with normal noise.
///
/// Smilkov, Thorat, Kim, Viégas and Wattenberg 2017, arXiv:1706.03825, section 2: M(x) = 1/n Σ M(x + N(0, σ²)), with σ a
/// share of the range of the input. Any method can stand for M; the gradient does by default.
struct SmoothGrad: Explainer {
    static let traits = ExplainerTraits(
        id: "smoothgrad",
        name: "SmoothGrad",
        family: .backpropagation,
        paper: "Smilkov, Thorat, Kim, Viégas and Wattenberg 2017, arXiv:1706.03825",
        need: .gradient,
        isSigned: true,
        isSeeded: true,
        parameters: NoisyExplanations.parameters,
        map: MapSteps(.maximum, .signed)
    )

    private let noisy: NoisyExplanations

    init(_ parameters: ParameterValues) throws { noisy = try NoisyExplanations(parameters) }

    func passes(for subject: Subject) async throws -> PassCount { try await noisy.passes(for: subject) }

    func explain(_ subject: Subject) async throws -> Explanation {
        try await noisy.explain(subject) { $0.mean }
    }
}
#endif
