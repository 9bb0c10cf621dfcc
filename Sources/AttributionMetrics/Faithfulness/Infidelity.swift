#if NativeLibraries
import Attribution
import SeededRandom
import Tensor

/// How far the attribution is from telling what a change of the input changes: the mean squared error.
///
/// Yeh et al. 2019, arXiv:1901.09392: E (Iᵀ Φ − (f(x) − f(x − I)))². I is normal noise on every value, or a square of the picture
/// that is taken to 0 as the network takes it. A map stands for each channel alike, as captum does for attributions with
/// one channel; with `normalize` it is first scaled by what fits best, as captum's option of that name.
struct Infidelity: Metric {
    static let traits = MetricTraits(
        id: "infidelity",
        name: "Infidelity",
        category: .faithfulness,
        direction: .lower,
        paper: "Yeh et al. 2019, arXiv:1901.09392",
        needs: [.network],
        isSeeded: true,
        parameters: [
            .integer("samples", 1...1_000_000, 1000, "how many changes"),
            .choice("perturbation", ["noise", "square"], "normal noise on every value, or a square taken to 0"),
            .number("deviation", 1e-9...1e6, 0.2, "the noise, relative to the standard deviation of the input"),
            .number("side", 1e-3...1, 0.25, "the side of a square, as a share of the shorter side"),
            .flag("normalize", false, "scales the attribution by what fits best"),
            ScoreKind.parameter(.logit),
        ]
    )

    private let samples: Int
    private let isSquare: Bool
    private let deviation: Double
    private let side: Double
    private let isNormalized: Bool
    private let score: ScoreKind

    init(_ parameters: ParameterValues) {
        samples = parameters.integer("samples")
        isSquare = parameters.text("perturbation") == "square"
        (deviation, side) = (parameters.number("deviation"), parameters.number("side"))
        isNormalized = parameters.flag("normalize")
        score = ScoreKind(parameters)
    }

    func passes(for evaluation: Evaluation) -> PassCount { PassCount(forward: samples + 1) }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let subject = evaluation.subject
        let map = evaluation.map.interpolated(height: subject.height, width: subject.width)
        let moments = subject.channelMoments
        let spread = (moments.reduce(0) { $0 + $1.deviation * $1.deviation } / Double(moments.count)).squareRoot()
        let plane = subject.plane
        var products: [Double] = []
        let scores = try await subject.values(score, samples + 1) { index, target in
            _ = target.update(fromContentsOf: subject.input.values)
            guard index > 0 else { return }
            var generator = SeededGenerator(seed: subject.seed, stream: UInt64(index))
            var product = 0.0
            func change(_ position: Int, by amount: Float) {
                target[position] -= amount
                product += Double(amount) * Double(map.values[position % plane])
            }
            if isSquare {
                for position in Self.square(side, subject, &generator) {
                    for channel in 0..<subject.channels {
                        change(channel * plane + position, by: subject.input.values[channel * plane + position])
                    }
                }
            } else {
                for position in subject.input.values.indices {
                    change(position, by: Float(deviation * spread * generator.normal()))
                }
            }
            products.append(product)
        }
        let losses = scores.dropFirst().map { scores[0] - $0 }
        let scale = isNormalized ? Self.bestScale(products, losses) : 1
        let errors = zip(products, losses).map { (scale * $0 - $1) * (scale * $0 - $1) }
        return .value(errors.reduce(0, +) / Double(errors.count), details: isNormalized ? ["scale": scale] : [:])
    }

    private static func bestScale(_ products: [Double], _ losses: [Double]) -> Double {
        let squares = products.reduce(0) { $0 + $1 * $1 }
        return squares > 0 ? zip(products, losses).reduce(0) { $0 + $1.0 * $1.1 } / squares : 1
    }

    /// The positions of a square somewhere in the picture.
    private static func square(_ share: Double, _ subject: Subject, _ generator: inout SeededGenerator) -> [Int] {
        let side = max(1, Int((share * Double(min(subject.height, subject.width))).rounded()))
        let top = generator.below(subject.height - side + 1)
        let left = generator.below(subject.width - side + 1)
        return (top..<top + side).flatMap { row in (left..<left + side).map { row * subject.width + $0 } }
    }
}
#endif
