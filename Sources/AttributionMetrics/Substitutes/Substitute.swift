#if NativeLibraries
import Attribution
import SeededRandom
import Tensor

/// What stands in place of a pixel that is taken away.
enum Substitute: String, Hashable, Sendable, CaseIterable {
    /// 0 as the network takes it: a gray after the usual normalization; the survey's program calls it black.
    case zero
    /// Black pixels.
    case black
    /// The mean of each channel over the picture.
    case mean
    /// The survey's box blur.
    case blur
    /// RISE's Gaussian blur.
    case gaussian
    /// Normal noise with the mean and the deviation of each channel.
    case noise
    /// What a network cannot tell from the neighborhood: noisy linear imputation.
    case road
    /// Another picture.
    case image

    /// The parameter of a metric that leaves the choice.
    static func parameter(_ first: Substitute) -> ParameterSpecification {
        .choice(
            "substitute",
            [first.rawValue] + allCases.filter { $0 != first }.map(\.rawValue),
            "what stands in place of pixels that are taken away"
        )
    }

    init(_ parameters: ParameterValues) {
        self = Substitute(rawValue: parameters.text("substitute")) ?? .zero
    }

    /// The input `[C,H,W]` that is nothing but substitute.
    ///
    /// - Throws: `AttributionError` where the preparation or another picture would have to be known.
    func input(for subject: Subject) throws -> Tensor {
        switch self {
        case .zero: return subject.filled { _ in 0 }
        case .black:
            let black = try subject.blackPixel()
            return subject.filled { black[$0] }
        case .mean, .road:
            let moments = subject.channelMoments
            return subject.filled { Float(moments[$0].mean) }
        case .blur: return BoxBlur(height: subject.height).blurred(subject.input)
        case .gaussian: return GaussianWindow().blurred(subject.input)
        case .noise: return subject.noise
        case .image:
            guard let other = subject.otherInput, other.values.count == subject.input.values.count else {
                throw AttributionError(
                    .invalidSubject,
                    "The substitute image needs another picture of the same size; give it with --other-image."
                )
            }
            return Tensor(shape: subject.input.shape, values: other.values)
        }
    }
}

extension Subject {
    fileprivate func filled(_ value: (_ channel: Int) -> Float) -> Tensor {
        let values = (0..<channels).flatMap { [Float](repeating: value($0), count: plane) }
        return Tensor(shape: input.shape, values: values)
    }

    /// Mean and standard deviation of each channel.
    var channelMoments: [(mean: Double, deviation: Double)] {
        (0..<channels).map { channel in
            let own = input.values[channel * plane..<(channel + 1) * plane].map(Double.init)
            let mean = own.reduce(0, +) / Double(plane)
            let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(plane)
            return (mean, variance.squareRoot())
        }
    }

    fileprivate var noise: Tensor {
        let values = channelMoments.enumerated().flatMap { channel, moments in
            var generator = SeededGenerator(seed: seed, stream: UInt64(channel))
            return (0..<plane).map { _ in Float(moments.mean + moments.deviation * generator.normal()) }
        }
        return Tensor(shape: input.shape, values: values)
    }
}
#endif
