#if NativeLibraries
/// The mean of the squared explanations of an input with normal noise.
///
/// Hooker, Erhan, Kindermans and Kim 2019, arXiv:1806.10758, section 4.2: 1/n Σ M(x + N(0, σ²))².
struct SmoothGradSquared: Explainer {
    static let traits = ExplainerTraits(
        id: "smoothgrad-squared",
        name: "SmoothGrad²",
        family: .backpropagation,
        paper: "Hooker, Erhan, Kindermans and Kim 2019, arXiv:1806.10758",
        need: .gradient,
        isSigned: false,
        isSeeded: true,
        parameters: NoisyExplanations.parameters,
        map: MapSteps(.sum, .signed)
    )

    private let noisy: NoisyExplanations

    init(_ parameters: ParameterValues) throws { noisy = try NoisyExplanations(parameters) }

    func passes(for subject: Subject) async throws -> PassCount { try await noisy.passes(for: subject) }

    func explain(_ subject: Subject) async throws -> Explanation {
        try await noisy.explain(subject) { $0.meanSquare }
    }
}
#endif
