#if NativeLibraries
import Foundation
import Tensor

/// The mask of a given area that keeps most of the class score while the rest of the input is blurred.
///
/// Fong, Patrick and Vedaldi 2019, arXiv:1910.08485: max_m f(m ⊗ x) − λ ‖vecsort(m) − r_a‖² / |Ω|, where r_a is 0 but
/// for its last a |Ω| elements, over smooth masks (equation 5) by gradient ascent with momentum, λ growing with each
/// step; m ⊗ x is the input blurred more where the mask is lower. The map is m.
struct ExtremalPerturbation: Explainer {
    static let traits = ExplainerTraits(
        id: "extremal-perturbation",
        name: "Extremal Perturbation",
        family: .perturbation,
        paper: "Fong, Patrick and Vedaldi 2019, arXiv:1910.08485",
        need: .gradient,
        isSigned: false,
        parameters: [
            .number("area", 1e-3...1, 0.1, "the share of the input that is kept"),
            .integer("iterations", 1...100_000, 800, "steps of the ascent, a pass forward and one backward each"),
            .integer("step", 1...256, 7, "the side of the mask's cells in pixels"),
            .number("sigma", 1...200, 21, "the width of the mask's kernels in pixels"),
            .integer("levels", 2...64, 8, "how many blurs the input is mixed of"),
            .number("blur", 0...200, 20, "the standard deviation of the strongest blur in pixels; 0 fades to 0"),
            .number("learning-rate", 1e-6...10, 0.01, "the size of steps"),
            .number("constraint", 0...1e6, 300, "the weight of the area at first; it grows by 0.35 % a step"),
            .flag("mirror", true, "shows the network every second input mirrored"),
            ScoreKind.parameter(.logit),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let area: Double
    private let iterations: Int
    private let step: Int
    private let sigma: Double
    private let levels: Int
    private let blur: Double
    private let rate: Float
    private let constraint: Double
    private let isMirrored: Bool
    private let score: ScoreKind

    init(_ parameters: ParameterValues) {
        (area, iterations) = (parameters.number("area"), parameters.integer("iterations"))
        (step, sigma) = (parameters.integer("step"), parameters.number("sigma"))
        (levels, blur) = (parameters.integer("levels"), parameters.number("blur"))
        (rate, constraint) = (Float(parameters.number("learning-rate")), parameters.number("constraint"))
        isMirrored = parameters.flag("mirror")
        score = ScoreKind(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: iterations, backward: iterations) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let (height, width) = (subject.height, subject.width)
        let smooth = SmoothMask(step: step, sigma: sigma, height: height, width: width)
        let pyramid = (0..<levels).map { level -> [Float] in
            let share = Double(level) / Double(levels - 1)
            guard blur > 0 else { return subject.input.values.map { $0 * Float(share) } }
            return GaussianSmoothing(sigma: (1 - share) * blur).smoothed(subject.input).values
        }
        var cells = [Float](repeating: 1, count: smooth.rows * smooth.columns)
        var velocity: [Float] = []
        var weight = constraint
        var mask: [Float] = []
        for iteration in 0..<iterations {
            let smoothed = smooth.mask(cells)
            mask = smoothed.values
            let isFlipped = isMirrored && iteration % 2 == 0
            let seen = Self.mixed(pyramid, mask, width: width, isFlipped: isFlipped)
            let gradient = try await subject.gradient(of: score, at: seen.values)
            var upstream = areaGradient(mask, weight)
            for index in gradient.indices {
                let from = isFlipped ? index - index % width + width - 1 - index % width : index
                upstream[from % mask.count] += gradient[index] * seen.slopes[index]
            }
            let ascent = smooth.gradient(upstream, of: smoothed, cells: cells)
            // Momentum 0.9, damped as much, from the second step on.
            velocity = velocity.isEmpty ? ascent : zip(velocity, ascent).map { 0.9 * $0 + 0.1 * $1 }
            for cell in cells.indices { cells[cell] = min(max(cells[cell] + rate * velocity[cell], 0), 1) }
            weight *= 1.0035
        }
        return Explanation(Tensor(shape: [height, width], values: mask))
    }

    /// The input blurred by a mask, and how fast each value changes with its mask.
    private static func mixed(
        _ pyramid: [[Float]],
        _ mask: [Float],
        width: Int,
        isFlipped: Bool
    ) -> (values: [Float], slopes: [Float]) {
        let steps = Float(pyramid.count - 1)
        var (values, slopes) = ([Float](repeating: 0, count: pyramid[0].count), [Float]())
        slopes = values
        for index in values.indices {
            let from = isFlipped ? index - index % width + width - 1 - index % width : index
            let place = min(max(mask[from % mask.count], 0), 1) * steps
            let level = min(Int(place), pyramid.count - 2)
            let (lower, upper) = (pyramid[level][from], pyramid[level + 1][from])
            values[index] = lower + (upper - lower) * (place - Float(level))
            slopes[index] = (upper - lower) * steps
        }
        return (values, slopes)
    }

    /// The gradient of −λ ‖vecsort(m) − r‖² / |Ω|: the largest values are drawn to 1 and all others to 0.
    private func areaGradient(_ mask: [Float], _ weight: Double) -> [Float] {
        let kept = mask.count - Int(Double(mask.count) * (1 - area))
        let sorted = mask.sorted()
        let bound = kept > 0 ? sorted[mask.count - kept] : .infinity
        // Values that are equal but for rounding share what is kept of them: at first most are, and none has a claim
        // before the others.
        let above = mask.count { $0 > bound + Self.tie }
        let tied = mask.count { abs($0 - bound) <= Self.tie }
        let share = tied > 0 ? Float(kept - above) / Float(tied) : 0
        let scale = Float(2 * weight / Double(mask.count))
        return mask.map { value in
            let wanted: Float = value > bound + Self.tie ? 1 : abs(value - bound) <= Self.tie ? share : 0
            return scale * (wanted - value)
        }
    }

    private static let tie: Float = 1e-4
}
#endif
