#if NativeLibraries
import Tensor

/// The gradient of the class score where what is negative is stopped at every ReLU.
///
/// Springenberg, Dosovitskiy, Brox and Riedmiller 2015, arXiv:1412.6806, section 3.4: a ReLU passes the positive part of
/// a gradient back, and only where it was active.
struct GuidedBackpropagation: Explainer {
    static let traits = ExplainerTraits(
        id: "guided-backprop",
        name: "Guided Backpropagation",
        family: .backpropagation,
        paper: "Springenberg, Dosovitskiy, Brox and Riedmiller 2015, arXiv:1412.6806",
        need: .gradient,
        isSigned: true,
        map: MapSteps(.maximum, .signed)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        try await subject.gradient(rectifying: .activeGradient)
    }
}
#endif
