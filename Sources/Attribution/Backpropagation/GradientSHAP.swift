#if NativeLibraries
import SeededRandom
import Tensor

/// Expected gradients: gradients at random points between random baselines and the input.
///
/// Erion, Janizek, Sturmfels, Lundberg and Lee 2021, arXiv:1906.10670, equation 4, as SHAP and captum sample it (Lundberg
/// and Lee 2017, arXiv:1705.07874): the mean of (x̃ − x') ⊙ ∂y/∂x (x' + α(x̃ − x')) over baselines x', α uniform in 0…1
/// and x̃ = x + N(0, σ²). Baselines are the subject's, or one of zeros.
struct GradientSHAP: Explainer {
    static let traits = ExplainerTraits(
        id: "gradient-shap",
        name: "Expected Gradients",
        family: .backpropagation,
        paper: "Erion, Janizek, Sturmfels, Lundberg and Lee 2021, arXiv:1906.10670",
        need: .gradient,
        isSigned: true,
        isSeeded: true,
        parameters: [
            .integer("samples", 1...100_000, 50, "points at which gradients are taken"),
            .number("sigma", 0...1e6, 0, "the standard deviation of noise on the input, in its own units"),
        ] + Baseline.parameters,
        map: MapSteps(.sum, .absolute)
    )

    private let samples: Int
    private let sigma: Double
    private let baseline: Baseline

    init(_ parameters: ParameterValues) {
        (samples, sigma) = (parameters.integer("samples"), parameters.number("sigma"))
        baseline = Baseline(parameters)
    }

    func passes(for subject: Subject) -> PassCount {
        PassCount(forward: samples + 1 + max(1, subject.baselines?.shape.first ?? 1), backward: samples)
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let baselines = try self.baselines(of: subject)
        let size = subject.input.values.count
        let number = baselines.count / size
        // The way of a sample is made once more when its gradient has come, rather than kept.
        var way = [Float](repeating: 0, count: size)
        var sums = [Double](repeating: 0, count: size)
        try await subject.gradients(samples) { index, target in
            let (start, position) = draw(index, subject.seed, number)
            subject.writeNoisy(index, sigma: sigma, to: target)
            for offset in 0..<size {
                let base = Double(baselines[start * size + offset])
                target[offset] = Float(base + position * (Double(target[offset]) - base))
            }
        } take: { index, gradient in
            let (start, _) = draw(index, subject.seed, number)
            way.withUnsafeMutableBufferPointer { subject.writeNoisy(index, sigma: sigma, to: $0) }
            for offset in 0..<size {
                sums[offset] +=
                    Double(gradient[offset]) * (Double(way[offset]) - Double(baselines[start * size + offset]))
            }
        }
        let scores = try await subject.scores(number + 1) { index, target in
            let values =
                index == 0 ? subject.input.values[...] : baselines[(index - 1) * size..<index * size]
            _ = target.update(fromContentsOf: values)
        }.map(Double.init)
        let difference = scores[0] - scores.dropFirst().reduce(0, +) / Double(number)
        return Explanation(sums.map { $0 / Double(samples) }, shape: subject.input.shape, toward: difference)
    }

    /// Which baseline a sample starts from, and how far it is on the way; noise has a stream of its own.
    private func draw(_ index: Int, _ seed: UInt64, _ number: Int) -> (start: Int, position: Double) {
        var generator = SeededGenerator(seed: seed ^ 0x5348_4150, stream: UInt64(index))
        return (generator.below(number), generator.uniform())
    }

    private func baselines(of subject: Subject) throws -> [Float] {
        guard let given = subject.baselines, let number = given.shape.first, number > 0 else {
            return try baseline.input(of: subject).values
        }
        guard Array(given.shape.dropFirst()) == subject.input.shape else {
            throw AttributionError(
                .invalidSubject,
                "Baselines of shape \(given.shape) do not fit an input of shape \(subject.input.shape)."
            )
        }
        return given.values
    }
}
#endif
