#if NativeLibraries
import Tensor

/// The gradient of the class score where every ReLU passes the positive part back, whether it was active or not.
///
/// Zeiler and Fergus 2014, DOI 10.1007/978-3-319-10590-1_53, as a rule for the way back (Simonyan, Vedaldi and Zisserman
/// 2014, arXiv:1312.6034, section 4).
struct Deconvolution: Explainer {
    static let traits = ExplainerTraits(
        id: "deconvolution",
        name: "Deconvolution",
        family: .backpropagation,
        paper: "Zeiler and Fergus 2014, DOI 10.1007/978-3-319-10590-1_53",
        need: .gradient,
        isSigned: true,
        map: MapSteps(.maximum, .signed)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        try await subject.gradient(rectifying: .anyGradient)
    }
}
#endif
