#if NativeLibraries
import Tensor

/// The input times the gradient of the class score by it.
///
/// Shrikumar, Greenside, Shcherbina and Kundaje 2016, arXiv:1605.01713: x ⊙ ∂y/∂x, the first term of a Taylor series
/// from 0.
struct InputXGradient: Explainer {
    static let traits = ExplainerTraits(
        id: "input-x-gradient",
        name: "Input × Gradient",
        family: .backpropagation,
        paper: "Shrikumar, Greenside, Shcherbina and Kundaje 2016, arXiv:1605.01713",
        need: .gradient,
        isSigned: true,
        map: MapSteps(.sum, .signed)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let gradient = try await subject.gradient()
        return Explanation(
            Tensor(shape: gradient.shape, values: zip(subject.input.values, gradient.values).map { $0 * $1 })
        )
    }
}
#endif
