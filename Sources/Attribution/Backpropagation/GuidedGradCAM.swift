#if NativeLibraries
import Tensor

/// Guided backpropagation where Grad-CAM says that the class is.
///
/// Selvaraju et al. 2017, DOI 10.1109/ICCV.2017.74, section 3.2: the product of guided backpropagation and the Grad-CAM map
/// at the input's size. By default the map is brought there by the nearest cell, as captum does; the paper interpolates.
struct GuidedGradCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "guided-grad-cam",
        name: "Guided Grad-CAM",
        family: .backpropagation,
        paper: "Selvaraju et al. 2017, DOI 10.1109/ICCV.2017.74",
        need: .gradient,
        isSigned: true,
        usesLayer: true,
        parameters: [
            .choice(
                "upsampling",
                ["nearest", "bilinear", "bicubic"],
                "how the Grad-CAM map is brought to the input's size"
            )
        ],
        map: MapSteps(.maximum, .signed)
    )

    private let upsampling: MapSteps.Upsampling

    init(_ parameters: ParameterValues) {
        upsampling = MapSteps.Upsampling(rawValue: parameters.text("upsampling")) ?? .nearest
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 2, backward: 2) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let values = try ParameterValues([:], for: GradCAM.traits)
        let coarse = try await GradCAM(values).explain(subject)
        let guided = try await subject.gradient(rectifying: .activeGradient)
        let map = upsampled(coarse.attribution, height: subject.height, width: subject.width)
        let product = guided.attribution.values.indices.map { index in
            guided.attribution.values[index] * map.values[index % subject.plane]
        }
        return Explanation(Tensor(shape: subject.input.shape, values: product), notes: coarse.notes + guided.notes)
    }

    private func upsampled(_ map: Tensor, height: Int, width: Int) -> Tensor {
        guard upsampling == .nearest else {
            return MapSteps(.sum, .signed, upsampling).map(of: map, height: height, width: width)
        }
        // The cell that a pixel's upper left corner lies in, as PyTorch takes it.
        let (rows, columns) = (map.shape[0], map.shape[1])
        let values = (0..<height).flatMap { row in
            (0..<width).map { column in map.values[row * rows / height * columns + column * columns / width] }
        }
        return Tensor(shape: [height, width], values: values)
    }
}
#endif
