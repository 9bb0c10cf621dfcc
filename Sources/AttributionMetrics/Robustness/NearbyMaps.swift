#if NativeLibraries
import Attribution
import SeededRandom
import Tensor

/// What becomes of an attribution when the input is changed a little: uniform noise on every value.
struct NearbyMaps: Sendable {
    let samples: Int
    let radius: Double

    static let parameters: [ParameterSpecification] = [
        .integer("samples", 1...100_000, 10, "how many changed inputs"),
        .number("radius", 1e-9...1e6, 0.02, "how far each value is changed at most, as the network takes it"),
    ]

    init(_ parameters: ParameterValues) {
        (samples, radius) = (parameters.integer("samples"), parameters.number("radius"))
    }

    func passes(for evaluation: Evaluation) async throws -> PassCount {
        try await evaluation.passesOfMaker().times(samples + 1)
    }

    /// The distances of attributions from the original's, and of inputs from the original, one for each sample.
    func distances(_ evaluation: Evaluation) async throws -> (norm: Double, samples: [(map: Double, input: Double)]) {
        let subject = evaluation.subject
        let original = try await evaluation.attribution(of: subject)
        var found: [(map: Double, input: Double)] = []
        for sample in 0..<samples {
            var generator = SeededGenerator(seed: subject.seed, stream: UInt64(sample))
            let values = subject.input.values.map { value in
                value + Float((2 * generator.uniform() - 1) * radius)
            }
            let input = Tensor(shape: subject.input.shape, values: values)
            let changed = try await evaluation.attribution(of: subject.replacing(input: input))
            found.append((Self.distance(changed, original), Self.distance(input, subject.input)))
        }
        let norm = original.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        return (norm, found)
    }

    private static func distance(_ first: Tensor, _ second: Tensor) -> Double {
        zip(first.values, second.values).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
    }
}
#endif
