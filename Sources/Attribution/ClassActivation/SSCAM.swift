#if NativeLibraries
import SeededRandom
import Tensor

/// Score-CAM with noise on each mask, or on the input that it masks, over which scores are averaged.
///
/// Wang et al. 2020, arXiv:2006.14255: w = softmax_k (1/N) Σ_i y(x ∘ (mask_k + δ_i)), δ ~ N(0, σ²).
/// Every run has noise of its own, as in torch-cam.
struct SSCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "ss-cam",
        name: "SS-CAM",
        family: .classActivation,
        paper: "Wang et al. 2020, arXiv:2006.14255",
        need: .tensor,
        isSigned: false,
        isSeeded: true,
        usesLayer: true,
        parameters: [
            .integer("samples", 1...10_000, 35, "how many noisy inputs are tried for each mask"),
            .number("sigma", 0...1e6, 2, "the standard deviation of the noise"),
            .choice("noise", ["mask", "input"], "what the noise is added to: the mask, or the masked input"),
        ] + ChannelMasks.parameters(likeTorchCAM: true),
        map: MapSteps(.sum, .positive)
    )

    private let parameters: ParameterValues

    init(_ parameters: ParameterValues) { self.parameters = parameters }

    func passes(for subject: Subject) async throws -> PassCount {
        PassCount(forward: 1 + parameters.integer("samples") * (try await subject.activationLayer().channels))
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let maps = try await subject.maps(layer)
        let masks = ChannelMasks(maps, height: subject.height, width: subject.width, parameters)
        let (sigma, isOnMask) = (parameters.number("sigma"), parameters.text("noise") == "mask")
        let samples = parameters.integer("samples")
        var noisy = [Float](repeating: 0, count: subject.plane)
        let weights = try await subject.meanMaskedScores(masks, layer.channels, samples: samples) {
            index,
            mask,
            target in
            var normals = SeededGenerator(seed: subject.seed, stream: UInt64(index))
            guard isOnMask else {
                subject.writeMasked(mask, to: target)
                for element in target.indices { target[element] += Float(sigma * normals.normal()) }
                return
            }
            noisy.withUnsafeMutableBufferPointer { noisy in
                for position in noisy.indices { noisy[position] = mask[position] + Float(sigma * normals.normal()) }
                subject.writeMasked(noisy, to: target)
            }
        }
        return maps.weighted(by: Classifier.softmax(weights)).rectified()
    }
}
#endif
