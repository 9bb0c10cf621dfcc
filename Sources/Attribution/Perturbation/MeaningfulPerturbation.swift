#if NativeLibraries
import Foundation
import SeededRandom
import Tensor

/// The smallest smooth mask whose blurring of the input takes the class away, found by gradient descent.
///
/// Fong and Vedaldi 2017, arXiv:1704.03296, equation 6: min_m λ₁ ‖1 − m‖₁ + λ₂ Σ ‖∇m‖_β^β + E_τ f(Φ(x(· − τ), m)), with
/// m coarse and brought to the input's size (bilinear), Φ = m x + (1 − m) blurred x, f the class probability, and Adam.
/// The map is 1 − m.
struct MeaningfulPerturbation: Explainer {
    static let traits = ExplainerTraits(
        id: "meaningful-perturbation",
        name: "Meaningful Perturbation",
        family: .perturbation,
        paper: "Fong and Vedaldi 2017, arXiv:1704.03296",
        need: .gradient,
        isSigned: false,
        isSeeded: true,
        parameters: [
            .integer("iterations", 1...100_000, 300, "steps of the descent, a pass forward and one backward each"),
            .number("learning-rate", 1e-6...10, 0.1, "the size of Adam's steps"),
            .integer("cells", 1...1024, 28, "the cells of the mask along each side"),
            .number("sparsity", 0...1e6, 1e-4, "the weight of ‖1 − m‖₁"),
            .number("smoothness", 0...1e6, 1e-2, "the weight of the mask's total variation"),
            .number("exponent", 1...10, 3, "the power of differences in the total variation"),
            .number("blur", 0...200, 10, "the standard deviation of the blur in pixels; 0 hides by the baseline"),
            .number("baseline", -1e6...1e6, 0, "the value of hidden pixels where nothing is blurred"),
            .integer("jitter", 0...256, 4, "the input is moved by less than so many pixels, at random each time"),
            ScoreKind.parameter(.probability),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let iterations: Int
    private let rate: Double
    private let cells: Int
    private let sparsity: Double
    private let smoothness: Double
    private let exponent: Double
    private let blur: Double
    private let baseline: Float
    private let jitter: Int
    private let score: ScoreKind

    init(_ parameters: ParameterValues) {
        (iterations, cells) = (parameters.integer("iterations"), parameters.integer("cells"))
        (rate, exponent) = (parameters.number("learning-rate"), parameters.number("exponent"))
        (sparsity, smoothness) = (parameters.number("sparsity"), parameters.number("smoothness"))
        (blur, baseline) = (parameters.number("blur"), Float(parameters.number("baseline")))
        jitter = parameters.integer("jitter")
        score = ScoreKind(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: iterations, backward: iterations) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let (height, width, plane) = (subject.height, subject.width, subject.plane)
        let coarse = CoarseMask(cells: cells, height: height, width: width)
        let input = subject.input.values
        let hidden =
            blur > 0
            ? GaussianSmoothing(sigma: blur).smoothed(subject.input).values
            : [Float](repeating: baseline, count: input.count)
        var mask = [Float](repeating: 1, count: coarse.rows * coarse.columns)
        var descent = Adam(count: mask.count, rate: rate)
        for iteration in 0..<iterations {
            let shown = coarse.upsampled(mask)
            let shift = Shift(iteration, below: jitter, seed: subject.seed, height: height, width: width)
            let perturbed = input.indices.map { index in
                let from = index - index % plane + shift.source(index % plane)
                return hidden[from] + (input[from] - hidden[from]) * shown[from % plane]
            }
            let gradient = try await subject.gradient(of: score, at: perturbed)
            var own = [Float](repeating: 0, count: plane)
            for index in gradient.indices {
                let from = index - index % plane + shift.source(index % plane)
                own[from % plane] += gradient[index] * (input[from] - hidden[from])
            }
            let total = zip(coarse.gradient(own), penaltyGradient(mask, coarse)).map { $0 + $1 }
            descent.step(&mask, total)
            for cell in mask.indices { mask[cell] = min(max(mask[cell], 0), 1) }
        }
        let map = coarse.upsampled(mask).map { 1 - $0 }
        let isEmpty = map.allSatisfy { $0 == 0 }
        return Explanation(
            Tensor(shape: [height, width], values: map),
            notes: isEmpty ? ["The map is empty: hiding takes nothing from the class."] : []
        )
    }

    /// The gradient of λ₁ ‖1 − m‖₁ + λ₂ Σ ‖∇m‖_β^β with m between 0 and 1.
    private func penaltyGradient(_ mask: [Float], _ coarse: CoarseMask) -> [Double] {
        var result = mask.map { $0 < 1 ? -sparsity : 0 }
        func addDifference(_ one: Int, _ other: Int) {
            let difference = Double(mask[other]) - Double(mask[one])
            let slope = smoothness * exponent * pow(abs(difference), exponent - 1) * (difference < 0 ? -1 : 1)
            guard difference != 0 else { return }
            result[other] += slope
            result[one] -= slope
        }
        for row in 0..<coarse.rows {
            for column in 0..<coarse.columns {
                let cell = row * coarse.columns + column
                if column + 1 < coarse.columns { addDifference(cell, cell + 1) }
                if row + 1 < coarse.rows { addDifference(cell, cell + coarse.columns) }
            }
        }
        return result
    }
}

/// Moves a picture by a few pixels, its edges continued.
private struct Shift {
    private let down: Int
    private let across: Int
    private let height: Int
    private let width: Int

    init(_ iteration: Int, below bound: Int, seed: UInt64, height: Int, width: Int) {
        var generator = SeededGenerator(seed: seed, stream: UInt64(iteration))
        (down, across) = bound > 1 ? (generator.below(bound), generator.below(bound)) : (0, 0)
        (self.height, self.width) = (height, width)
    }

    /// Where the value of a position is taken from.
    func source(_ position: Int) -> Int {
        min(position / width + down, height - 1) * width + min(position % width + across, width - 1)
    }
}

/// Gradient descent with steps by the first two moments of the gradient.
///
/// Kingma and Ba 2015, arXiv:1412.6980, with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
private struct Adam {
    private let rate: Double
    private var first: [Double]
    private var second: [Double]
    private var steps = 0

    init(count: Int, rate: Double) {
        self.rate = rate
        first = [Double](repeating: 0, count: count)
        second = first
    }

    mutating func step(_ values: inout [Float], _ gradient: [Double]) {
        steps += 1
        let corrections = (1 - pow(0.9, Double(steps)), 1 - pow(0.999, Double(steps)))
        for index in values.indices {
            first[index] = 0.9 * first[index] + 0.1 * gradient[index]
            second[index] = 0.999 * second[index] + 0.001 * gradient[index] * gradient[index]
            let deviation = (second[index] / corrections.1).squareRoot() + 1e-8
            values[index] -= Float(rate * first[index] / corrections.0 / deviation)
        }
    }
}
#endif
