#if NativeLibraries
import Foundation
import SeededRandom
import Tensor

/// How much the class score depends on whether each cell of a grid is seen (Hilbert–Schmidt independence criterion).
///
/// Novello, Fel and Vigouroux 2022, arXiv:2206.06219: HSIC_i = tr(K_i H L H) / n² over random switches, with the kernel
/// ½ − (z − z')² of a switch (a constant beside it has no effect) and a Gaussian kernel of the score. Each cell is seen
/// in half of the samples (a Latin hypercube of switches).
struct HSIC: Explainer {
    static let traits = ExplainerTraits(
        id: "hsic",
        name: "HSIC attribution",
        family: .perturbation,
        paper: "Novello, Fel and Vigouroux 2022, arXiv:2206.06219",
        need: .scores,
        isSigned: false,
        isSeeded: true,
        parameters: [
            .integer("samples", 2...20_000, 1500, "how many random sets of cells"),
            .integer("cells", 1...32, 7, "the cells of the grid along each side"),
            .choice(
                "bandwidth",
                ["median-distance", "median-score"],
                "the width of the score's kernel: the median distance of two scores, or the authors' median score"
            ),
            .number("baseline", -1e6...1e6, 0, "the value of hidden pixels, as the network takes them"),
            ScoreKind.parameter(.logit),
            GridMap.parameter,
        ],
        map: MapSteps(.sum, .signed)
    )

    private let samples: Int
    private let cells: Int
    private let isByDistance: Bool
    private let baseline: Float
    private let score: ScoreKind
    private let map: GridMap

    init(_ parameters: ParameterValues) {
        (samples, cells) = (parameters.integer("samples"), parameters.integer("cells"))
        isByDistance = parameters.text("bandwidth") == "median-distance"
        baseline = Float(parameters.number("baseline"))
        score = ScoreKind(parameters)
        map = GridMap(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: samples) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let segments = Segments.grid(height: subject.height, width: subject.width, cells: cells)
        let parts = HiddenSegments(segments, of: subject.input, baseline: baseline)
        let switches = (0..<segments.count).map { isSeen($0, subject.seed) }
        let values = try await subject.values(score, samples) { index, target in
            parts.write(showing: switches.map { $0[index] }, to: target)
        }
        let width = bandwidth(values)
        guard width > 0 else {
            return Explanation(
                map.map([Double](repeating: 0, count: segments.count), segments, cells: cells),
                notes: ["The map is empty: the class score is the same whatever is hidden."]
            )
        }
        return Explanation(map.map(dependence(switches, values, width), segments, cells: cells))
    }

    /// In which samples a cell is seen: in half of them.
    private func isSeen(_ cell: Int, _ seed: UInt64) -> [Bool] {
        var generator = SeededGenerator(seed: seed, stream: UInt64(cell))
        var order = (0..<samples).map { $0 * 2 < samples }
        generator.shuffle(&order)
        return order
    }

    private func bandwidth(_ values: [Double]) -> Double {
        guard isByDistance else { return abs(Self.median(values)) }
        var distances: [Double] = []
        distances.reserveCapacity(values.count * (values.count - 1) / 2)
        for (index, one) in values.enumerated() {
            for other in values[..<index] { distances.append(abs(one - other)) }
        }
        // Where most scores are the same, those that are not still tell something.
        let median = Self.median(distances)
        return median > 0 ? median : distances.max() ?? 0
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// With switches of ±1 about their mean, s, the kernel of a switch is ½ s sᵀ: HSIC = ½ sᵀ L s / n².
    private func dependence(_ switches: [[Bool]], _ values: [Double], _ width: Double) -> [Double] {
        let signs = switches.map { own -> [Double] in
            let mean = 2 * Double(own.count { $0 }) / Double(samples) - 1
            return own.map { ($0 ? 1 : -1) - mean }
        }
        var sums = [Double](repeating: 0, count: signs.count)
        for row in 0..<samples {
            // The diagonal of L is 1, and the rest is symmetric.
            let line = (0..<row).map { other -> Double in
                let difference = (values[row] - values[other]) / width
                return exp(-0.5 * difference * difference)
            }
            line.withUnsafeBufferPointer { line in
                for (cell, own) in signs.enumerated() {
                    let product = own.withUnsafeBufferPointer { own in
                        var lanes = SIMD4<Double>.zero
                        var other = 0
                        while other + 4 <= row {
                            let kernel = SIMD4(line[other], line[other + 1], line[other + 2], line[other + 3])
                            lanes += kernel * SIMD4(own[other], own[other + 1], own[other + 2], own[other + 3])
                            other += 4
                        }
                        var sum = lanes.sum()
                        while other < row {
                            sum += line[other] * own[other]
                            other += 1
                        }
                        return sum
                    }
                    sums[cell] += own[row] * (2 * product + own[row])
                }
            }
        }
        let scale = 0.5 / Double(samples * samples)
        return sums.map { $0 * scale }
    }
}
#endif
