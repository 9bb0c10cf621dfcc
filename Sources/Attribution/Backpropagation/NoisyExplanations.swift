#if NativeLibraries
import Foundation
import Tensor

/// Explanations of the input with normal noise, by any explainer: what SmoothGrad and its kin are made of.
struct NoisyExplanations: Sendable {
    static let parameters: [ParameterSpecification] = [
        .text(
            "around",
            Saliency.traits.id,
            "the method that is run on noisy inputs, with its parameters: \"integrated-gradients steps=20\""
        ),
        .integer("samples", 1...100_000, 50, "noisy inputs"),
        .number("sigma", 0...1e6, 0.15, "the standard deviation of the noise, relative to the range of the input"),
        .flag("absolute-sigma", false, "whether sigma is in the units of the input instead"),
    ]

    private let explainer: any Explainer
    private let samples: Int
    private let sigma: Double
    private let isAbsolute: Bool

    /// - Throws: ``AttributionError`` `unknownMethod` or `invalidParameter`.
    init(_ parameters: ParameterValues) throws {
        explainer = try Self.explainer(parameters.text("around"))
        samples = parameters.integer("samples")
        sigma = parameters.number("sigma")
        isAbsolute = parameters.flag("absolute-sigma")
    }

    private static func explainer(_ text: String) throws -> any Explainer {
        let words = text.split(separator: " ").map(String.init)
        let type = try ExplainerCatalog.explainer(named: words.first ?? "")
        var values: [String: String] = [:]
        for word in words.dropFirst() {
            let sides = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else {
                throw AttributionError(
                    .invalidParameter,
                    "around: \"\(word)\" is no parameter of \(words[0]). Write name=value."
                )
            }
            values[sides[0]] = sides[1]
        }
        return try type.init(ParameterValues(parsing: values, for: type.traits))
    }

    func passes(for subject: Subject) async throws -> PassCount {
        let each = try await explainer.passes(for: subject)
        return PassCount(forward: samples * each.forward, backward: samples * each.backward)
    }

    /// Mean, mean of squares and variance of the attributions, in that order.
    ///
    /// - Parameter statistic: What of them is wanted.
    func explain(_ subject: Subject, _ statistic: (Moments) -> [Double]) async throws -> Explanation {
        let range = (subject.input.values.max() ?? 0) - (subject.input.values.min() ?? 0)
        let sigma = isAbsolute ? sigma : sigma * Double(range)
        var moments = Moments()
        var shape = subject.input.shape
        if explainer is Saliency {
            // Gradients are taken a batch at a time.
            try await subject.gradients(samples) { index, target in
                subject.writeNoisy(index, sigma: sigma, to: target)
            } take: { _, gradient in
                moments.add(gradient)
            }
        } else {
            for index in 0..<samples {
                try Task.checkCancellation()
                let values = [Float](unsafeUninitializedCapacity: subject.input.values.count) { buffer, count in
                    count = buffer.count
                    buffer.initialize(repeating: 0)
                    subject.writeNoisy(index, sigma: sigma, to: buffer)
                }
                let noisy = Tensor(shape: subject.input.shape, values: values)
                // A method with random numbers of its own draws others for each sample.
                let sample = try subject.replacing(input: noisy, seed: subject.seed &+ UInt64(index))
                let attribution = try await explainer.explain(sample).attribution
                shape = attribution.shape
                attribution.values.withUnsafeBufferPointer { moments.add($0) }
            }
        }
        let notes = sigma > 0 ? [] : ["The noise is 0: all samples are the same."]
        return Explanation(Tensor(shape: shape, values: statistic(moments).map { Float($0) }), notes: notes)
    }
}

/// Running moments of arrays, by Welford's recurrences in double precision.
struct Moments {
    private var count = 0.0
    private(set) var mean: [Double] = []
    /// Sums of squared differences from the mean.
    private var squares: [Double] = []

    mutating func add(_ values: UnsafeBufferPointer<Float>) {
        if mean.isEmpty {
            mean = [Double](repeating: 0, count: values.count)
            squares = mean
        }
        count += 1
        let share = 1 / count
        mean.withUnsafeMutableBufferPointer { mean in
            squares.withUnsafeMutableBufferPointer { squares in
                for index in 0..<min(values.count, mean.count) {
                    let value = Double(values[index])
                    let before = value - mean[index]
                    mean[index] += before * share
                    squares[index] += before * (value - mean[index])
                }
            }
        }
    }

    /// The mean squared difference from the mean.
    var variance: [Double] { squares.map { $0 / max(1, count) } }

    var meanSquare: [Double] { zip(mean, variance).map { $0 * $0 + $1 } }
}
#endif
