#if NativeLibraries
import Tensor

/// Gradients integrated on a way that first changes what the class score depends on least.
///
/// Kapishnikov, Venugopalan, Avci, Wedin, Terry and Bolukbasi 2021, arXiv:2106.09788, algorithm 1: each step takes the
/// same share of the L1 distance to the input, from the values with the smallest gradients, within a band around the
/// straight way. The attributions sum up to y(x) − y(x').
struct GuidedIG: Explainer {
    static let traits = ExplainerTraits(
        id: "guided-ig",
        name: "Guided Integrated Gradients",
        family: .backpropagation,
        paper: "Kapishnikov, Venugopalan, Avci, Wedin, Terry and Bolukbasi 2021, arXiv:2106.09788",
        need: .gradient,
        isSigned: true,
        parameters: [
            .integer("steps", 1...10000, 200, "the steps from the baseline to the input"),
            .number("fraction", 0...1, 0.25, "the share of values that a step changes at once"),
            .number("max-distance", 0...1, 0.02, "how far a value may be from the straight way, as a share of it"),
        ] + Baseline.parameters,
        map: MapSteps(.sum, .absolute)
    )

    private let steps: Int
    private let fraction: Double
    private let band: Double
    private let baseline: Baseline

    init(_ parameters: ParameterValues) {
        steps = parameters.integer("steps")
        (fraction, band) = (parameters.number("fraction"), parameters.number("max-distance"))
        baseline = Baseline(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: steps + 2, backward: steps) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let start = try baseline.input(of: subject)
        var path = GuidedPath(from: start.values.map(Double.init), to: subject.input.values.map(Double.init))
        for step in 1...steps {
            try Task.checkCancellation()
            let here = Tensor(shape: subject.input.shape, values: path.position.map { Float($0) })
            let gradient = try await subject.replacing(input: here).gradient()
            path.advance(to: Double(step) / Double(steps), gradient.values, fraction: fraction, band: band)
        }
        let scores = try await subject.scores(of: [subject.input, start])
        return Explanation(path.attribution, shape: subject.input.shape, toward: scores[0] - scores[1])
    }
}

/// A way from a baseline to an input, and what was attributed along it.
struct GuidedPath {
    private let start: [Double]
    private let end: [Double]
    private let length: Double
    private(set) var position: [Double]
    private(set) var attribution: [Double]

    init(from start: [Double], to end: [Double]) {
        (self.start, self.end, position) = (start, end, start)
        length = zip(start, end).reduce(0) { $0 + abs($1.0 - $1.1) }
        attribution = [Double](repeating: 0, count: start.count)
    }

    /// Goes on until no more than 1 − `share` of the distance is left.
    mutating func advance(to share: Double, _ gradient: [Float], fraction: Double, band: Double) {
        let (lowest, highest) = (max(share - band, 0), min(share + band, 1))
        let goal = length * (1 - share)
        let limit = position.indices.map { start[$0] + (end[$0] - start[$0]) * highest }
        // What has come as far as it may is not chosen again.
        var open = position.indices.filter { start[$0] != end[$0] }
        var magnitudes: [Float] = []
        while true {
            for index in position.indices where start[index] != end[index] {
                let way = end[index] - start[index]
                guard (position[index] - start[index]) / way < lowest else { continue }
                move(index, to: start[index] + way * lowest, gradient)
            }
            let left = zip(position, end).reduce(0) { $0 + abs($1.0 - $1.1) }
            guard left - goal > 1e-9 * max(left, goal, 1e-30) else { return }
            open.removeAll { position[$0] == limit[$0] }
            guard !open.isEmpty else { return }
            // The quantile is over all values; those that are not open count as the largest.
            let rank = Int(fraction * Double(position.count - 1))
            magnitudes = open.map { abs(gradient[$0]) }
            let bound = rank < magnitudes.count ? magnitudes.smallest(rank) : .infinity
            let chosen = open.filter { abs(gradient[$0]) <= bound }
            let reachable = chosen.reduce(0) { $0 + abs(position[$1] - limit[$1]) }
            let part = reachable > 0 ? (left - goal) / reachable : .infinity
            for index in chosen {
                let target = part > 1 ? limit[index] : position[index] + (limit[index] - position[index]) * part
                move(index, to: target, gradient)
            }
            if part <= 1 { return }
        }
    }

    private mutating func move(_ index: Int, to target: Double, _ gradient: [Float]) {
        attribution[index] += (target - position[index]) * Double(gradient[index])
        position[index] = target
    }
}

extension [Float] {
    /// The value at a rank in ascending order, from 0 (Hoare's selection); reorders the array.
    mutating func smallest(_ rank: Int) -> Float {
        var (low, high) = (0, count - 1)
        while low < high {
            let pivot = self[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while self[left] < pivot { left += 1 }
                while self[right] > pivot { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            if rank <= right { high = right } else if rank >= left { low = left } else { break }
        }
        return self[rank]
    }
}
#endif
