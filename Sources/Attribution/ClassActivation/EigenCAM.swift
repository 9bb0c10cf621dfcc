#if NativeLibraries
import Tensor

/// What varies most in a layer: its maps projected onto their first principal component.
///
/// Muhammad and Yeasin 2020, DOI 10.1109/IJCNN48605.2020.9206626. Channels are centered before, as
/// pytorch-grad-cam does; the sign, which the decomposition leaves open, makes the value furthest from 0 positive. No
/// class takes part: all classes have the same map.
struct EigenCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "eigen-cam",
        name: "Eigen-CAM",
        family: .classActivation,
        paper: "Muhammad and Yeasin 2020, DOI 10.1109/IJCNN48605.2020.9206626",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: false,
        usesLayer: true,
        map: MapSteps(.sum, .positive)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let maps = try await subject.maps(try await subject.activationLayer())
        return maps.principalProjection().rectified()
    }
}
#endif
