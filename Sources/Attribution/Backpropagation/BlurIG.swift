#if NativeLibraries
import Tensor

/// Gradients integrated on the way from a blurred input to the sharp one.
///
/// Xu, Venugopalan and Sundararajan 2020, arXiv:2004.03383, equation 4: −∫ ∂L/∂σ ⊙ ∂y/∂L dσ, where L is the input blurred
/// by a Gaussian of standard deviation σ. The attributions sum up to y(x) − y(x blurred most).
///
/// The integral is a sum over left ends of steps, and ∂L/∂σ a difference over 0.01, as in the authors' code; beyond the
/// edges the input is 0.
struct BlurIG: Explainer {
    static let traits = ExplainerTraits(
        id: "blur-ig",
        name: "Blur Integrated Gradients",
        family: .backpropagation,
        paper: "Xu, Venugopalan and Sundararajan 2020, arXiv:2004.03383",
        need: .gradient,
        isSigned: true,
        parameters: [
            .integer("steps", 1...10000, 100, "the samples of the integral"),
            .number("max-sigma", 0.01...10000, 50, "the standard deviation of the strongest blur, in pixels"),
            .choice("spacing", ["linear", "root"], "whether σ grows evenly, or as a square root"),
        ],
        map: MapSteps(.sum, .absolute)
    )

    private let steps: Int
    private let maximum: Double
    private let isRoot: Bool

    init(_ parameters: ParameterValues) {
        (steps, maximum) = (parameters.integer("steps"), parameters.number("max-sigma"))
        isRoot = parameters.text("spacing") == "root"
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: steps + 2, backward: steps) }

    /// Over what σ is changed for the slope by σ.
    private static let gap = 0.01

    func explain(_ subject: Subject) async throws -> Explanation {
        let reach = max(subject.height, subject.width) - 1
        let ends = (0...steps).map { index -> Double in
            let share = Double(index) / Double(steps)
            return isRoot ? (share * maximum).squareRoot() : share * maximum
        }
        let strongest = ends[steps]
        var sums = [Double](repeating: 0, count: subject.input.values.count)
        try await subject.gradients(steps) { index, target in
            let taps = GaussianTaps(sigma: ends[index], reach: reach)
            _ = target.update(fromContentsOf: subject.input.blurredDown(taps).blurredAcross(taps).values)
        } take: { index, gradient in
            let slope = slope(subject.input, ends[index], reach)
            let width = ends[index + 1] - ends[index]
            for position in sums.indices {
                sums[position] -= width * Double(slope[position]) * Double(gradient[position])
            }
        }
        let taps = GaussianTaps(sigma: strongest, reach: reach)
        let scores = try await subject.scores(of: [subject.input, subject.input.blurredDown(taps).blurredAcross(taps)])
        return Explanation(sums, shape: subject.input.shape, toward: scores[0] - scores[1])
    }

    /// ∂L/∂σ: with B the blur along an axis and D its slope, D⊗B + B⊗D + gap · D⊗D.
    private func slope(_ input: Tensor, _ sigma: Double, _ reach: Int) -> [Float] {
        let taps = GaussianTaps(sigma: sigma, reach: reach)
        let change = GaussianTaps.slope(sigma: sigma, step: Self.gap, reach: reach)
        let (down, changed) = (input.blurredDown(taps), input.blurredDown(change))
        let gap = Float(Self.gap)
        let wide = Tensor(shape: input.shape, values: zip(down.values, changed.values).map { $0 + gap * $1 })
        let (first, second) = (wide.blurredAcross(change), changed.blurredAcross(taps))
        return zip(first.values, second.values).map { $0 + $1 }
    }
}
#endif
