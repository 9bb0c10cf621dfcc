#if NativeLibraries
import Tensor

/// Maps weighted by the class score of the input that they mask.
///
/// Wang et al. 2020, DOI 10.1109/CVPRW50498.2020.00020: w = softmax_k y(x ∘ mask_k). The score of a
/// baseline, which the paper subtracts, changes no softmax. By default as pytorch-grad-cam has it: logits, masks
/// enlarged corner on corner and scaled to 0…1 after. torch-cam: `alignment` cells, `normalization` before. The
/// authors' code: `alignment` cells, `score` probability, `softmax` false.
struct ScoreCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "score-cam",
        name: "Score-CAM",
        family: .classActivation,
        paper: "Wang et al. 2020, DOI 10.1109/CVPRW50498.2020.00020",
        need: .tensor,
        isSigned: false,
        usesLayer: true,
        parameters: ChannelMasks.parameters(likeTorchCAM: false) + [
            .choice("score", ["logit", "probability"], "what of the class is taken for a masked input"),
            .flag("softmax", true, "whether weights are the softmax of the scores over all maps"),
        ],
        map: MapSteps(.sum, .positive)
    )

    private let parameters: ParameterValues

    init(_ parameters: ParameterValues) { self.parameters = parameters }

    func passes(for subject: Subject) async throws -> PassCount {
        PassCount(forward: 1 + (try await subject.activationLayer().channels))
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let maps = try await subject.maps(layer)
        let masks = ChannelMasks(maps, height: subject.height, width: subject.width, parameters)
        var mask = [Float](repeating: 0, count: subject.plane)
        func make(_ channel: Int, _ target: UnsafeMutableBufferPointer<Float>) {
            mask.withUnsafeMutableBufferPointer { mask in
                masks.write(channel, to: mask)
                subject.writeMasked(mask, to: target)
            }
        }
        let scores =
            parameters.text("score") == "probability"
            ? try await subject.probabilities(layer.channels, make: make)
            : try await subject.scores(layer.channels, make: make).map(Double.init)
        return maps.weighted(by: parameters.flag("softmax") ? Classifier.softmax(scores) : scores).rectified()
    }
}

extension Subject {
    /// Writes the input times a mask `[H,W]`.
    func writeMasked(
        _ mask: UnsafeMutableBufferPointer<Float>,
        factor: Float = 1,
        to target: UnsafeMutableBufferPointer<Float>
    ) {
        input.values.withUnsafeBufferPointer { input in
            for channel in 0..<channels {
                let start = channel * plane
                for position in 0..<plane {
                    target[start + position] = input[start + position] * mask[position] * factor
                }
            }
        }
    }
}
#endif
