#if NativeLibraries
/// The variance of the explanations of an input with normal noise.
///
/// Adebayo, Gilmer, Goodfellow and Kim 2018, arXiv:1810.03307; Seo et al. 2018, arXiv:1806.03000: the mean squared
/// difference of M(x + N(0, σ²)) from its mean.
struct VarGrad: Explainer {
    static let traits = ExplainerTraits(
        id: "vargrad",
        name: "VarGrad",
        family: .backpropagation,
        paper: "Adebayo, Gilmer, Goodfellow and Kim 2018, arXiv:1810.03307",
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
        try await noisy.explain(subject) { $0.variance }
    }
}
#endif
