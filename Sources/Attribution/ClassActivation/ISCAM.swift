#if NativeLibraries
import Tensor

/// Score-CAM with each mask at several strengths, whose scores are averaged.
///
/// Naidu et al. 2020, arXiv:2010.03023: w = softmax_k (1/N) Σ_i y(c_i x ∘ mask_k). As in the paper's
/// algorithm and in torch-cam, step i adds i/N to the strength, so that c_i = Σ_{j ≤ i} j/N ends at (N+1)/2; with
/// `strength` linear it is i/N, the integral that the method is named for.
struct ISCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "is-cam",
        name: "IS-CAM",
        family: .classActivation,
        paper: "Naidu et al. 2020, arXiv:2010.03023",
        need: .tensor,
        isSigned: false,
        usesLayer: true,
        parameters: [
            .integer("samples", 1...10_000, 10, "at how many strengths each mask is tried"),
            .choice("strength", ["accumulated", "linear"], "how strength grows with step i of N: by i/N, or to i/N"),
        ] + ChannelMasks.parameters(likeTorchCAM: true),
        map: MapSteps(.sum, .positive)
    )

    private let parameters: ParameterValues
    private let strengths: [Float]

    init(_ parameters: ParameterValues) {
        self.parameters = parameters
        let samples = parameters.integer("samples")
        let isLinear = parameters.text("strength") == "linear"
        strengths = (1...samples).map { step in
            let (step, samples) = (Double(step), Double(samples))
            return Float(isLinear ? step / samples : step * (step + 1) / (2 * samples))
        }
    }

    func passes(for subject: Subject) async throws -> PassCount {
        PassCount(forward: 1 + strengths.count * (try await subject.activationLayer().channels))
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let maps = try await subject.maps(layer)
        let masks = ChannelMasks(maps, height: subject.height, width: subject.width, parameters)
        let weights = try await subject.meanMaskedScores(masks, layer.channels, samples: strengths.count) {
            index,
            mask,
            target in
            subject.writeMasked(mask, factor: strengths[index % strengths.count], to: target)
        }
        return maps.weighted(by: Classifier.softmax(weights)).rectified()
    }
}

extension Subject {
    /// The mean class score of each of several masks over samples.
    ///
    /// - Parameter write: Makes the input of run `channel · samples + sample` from the channel's mask.
    func meanMaskedScores(
        _ masks: ChannelMasks,
        _ count: Int,
        samples: Int,
        write: (
            _ index: Int,
            _ mask: UnsafeMutableBufferPointer<Float>,
            _ target: UnsafeMutableBufferPointer<Float>
        ) -> Void
    ) async throws -> [Double] {
        var mask = [Float](repeating: 0, count: plane)
        var held = -1
        var result = [Double](repeating: 0, count: count)
        var done = 0
        // In parts, so that not all scores of many samples are kept.
        while done < count {
            let part = min(64, count - done)
            let first = done
            let scores = try await self.scores(part * samples) { index, target in
                mask.withUnsafeMutableBufferPointer { mask in
                    let channel = first + index / samples
                    if held != channel { masks.write(channel, to: mask) }
                    held = channel
                    write(first * samples + index, mask, target)
                }
            }
            for (index, score) in scores.enumerated() {
                result[first + index / samples] += Double(score) / Double(samples)
            }
            done += part
        }
        return result
    }
}
#endif
