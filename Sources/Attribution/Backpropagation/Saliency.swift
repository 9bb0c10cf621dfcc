#if NativeLibraries
import Tensor

/// The gradient of the class score by the input.
///
/// Simonyan, Vedaldi and Zisserman 2014, arXiv:1312.6034. The map is the largest magnitude over channels.
struct Saliency: Explainer {
    static let traits = ExplainerTraits(
        id: "saliency",
        name: "Gradient",
        family: .backpropagation,
        paper: "Simonyan, Vedaldi and Zisserman 2014, arXiv:1312.6034",
        need: .gradient,
        isSigned: true,
        map: MapSteps(.maximum, .signed)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        Explanation(try await subject.gradient())
    }
}

extension Subject {
    /// The gradient of the class score by the input, `[C,H,W]`.
    func gradient() async throws -> Tensor {
        var result: Tensor?
        try await gradients(1) { _, target in
            _ = target.update(fromContentsOf: input.values)
        } take: { _, gradient in
            result = Tensor(shape: input.shape, values: Array(gradient))
        }
        guard let result else {
            throw AttributionError(.notApplicable, "The class score does not depend on the input.")
        }
        return result
    }
}
#endif
