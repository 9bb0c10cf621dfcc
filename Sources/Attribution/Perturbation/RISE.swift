#if NativeLibraries
import Tensor

/// The mean of random masks, each weighted by the class probability of the input seen through it.
///
/// Petsiuk, Das and Saenko 2018, arXiv:1806.07421, equation 6: S = Σ_i p(x ∘ M_i) M_i / (N · p). Cells of ⌈H/s⌉ pixels,
/// masks brought from s × s to (s + 1) cells and cropped at random. A hidden pixel is 0 as the network
/// takes it, which is a gray after the usual normalization, or black.
struct RISE: Explainer {
    static let traits = ExplainerTraits(
        id: "rise",
        name: "RISE",
        family: .perturbation,
        paper: "Petsiuk, Das and Saenko 2018, arXiv:1806.07421",
        need: .scores,
        isSigned: false,
        isSeeded: true,
        parameters: [
            .integer("samples", 1...1_000_000, 4000, "how many masks"),
            .integer("cells", 1...256, 7, "the cells of a mask along each side"),
            .number("probability", 1e-3...1, 0.5, "the probability of a cell to be seen"),
            .choice("fill", ["zero", "black"], "what hidden pixels are: 0 as the network takes them, or black"),
            .choice(
                "normalization",
                ["expectation", "coverage"],
                "divides by N · p as the paper, or by how often each pixel was seen"
            ),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let samples: Int
    private let cells: Int
    private let probability: Double
    private let isBlack: Bool
    private let isByCoverage: Bool

    init(_ parameters: ParameterValues) {
        (samples, cells) = (parameters.integer("samples"), parameters.integer("cells"))
        probability = parameters.number("probability")
        isBlack = parameters.text("fill") == "black"
        isByCoverage = parameters.text("normalization") == "coverage"
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: samples) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let (plane, channels) = (subject.plane, subject.channels)
        let fill = isBlack ? try subject.blackPixel() : [Float](repeating: 0, count: channels)
        let masks = RandomMasks(
            cells: cells,
            probability: probability,
            height: subject.height,
            width: subject.width,
            seed: subject.seed
        )
        var mask = [Float](repeating: 0, count: plane)
        let probabilities = try await subject.probabilities(samples) { index, target in
            mask.withUnsafeMutableBufferPointer { masks.write(index, to: $0) }
            subject.input.values.withUnsafeBufferPointer { input in
                mask.withUnsafeBufferPointer { mask in
                    for channel in 0..<channels {
                        let value = fill[channel]
                        let own = UnsafeBufferPointer(rebasing: input[channel * plane..<(channel + 1) * plane])
                        let seen = UnsafeMutableBufferPointer(
                            rebasing: target[channel * plane..<(channel + 1) * plane]
                        )
                        for position in 0..<plane {
                            seen[position] = value + (own[position] - value) * mask[position]
                        }
                    }
                }
            }
        }
        // Making the masks again costs less than keeping them.
        var sums = [Double](repeating: 0, count: plane)
        var coverage = [Double](repeating: 0, count: isByCoverage ? plane : 0)
        for (index, weight) in probabilities.enumerated() {
            mask.withUnsafeMutableBufferPointer { masks.write(index, to: $0) }
            sums.withUnsafeMutableBufferPointer { sums in
                mask.withUnsafeBufferPointer { mask in
                    for position in 0..<plane { sums[position] += weight * Double(mask[position]) }
                }
            }
            if isByCoverage { for position in 0..<plane { coverage[position] += Double(mask[position]) } }
        }
        let expected = Double(samples) * probability
        let values = sums.indices.map { position -> Float in
            let divisor = isByCoverage ? coverage[position] : expected
            return divisor > 0 ? Float(sums[position] / divisor) : 0
        }
        return Explanation(Tensor(shape: [subject.height, subject.width], values: values))
    }
}

extension Subject {
    /// The input value of black by channel.
    ///
    /// - Throws: ``AttributionError`` `notApplicable` where the preparation is not known.
    package func blackPixel() throws -> [Float] {
        guard let black, black.count == channels else {
            throw AttributionError(
                .notApplicable,
                "What black is as an input is not known. Describe the network's preparation, or fill with zero."
            )
        }
        return black
    }
}
#endif
