import Foundation
import SeededRandom

/// A share that is the same for everyone, or that differs.
enum Share: Sendable {
    case fixed(Double)
    /// The beta distribution of whole-numbered parameters.
    case beta(Int, Int)

    var mean: Double {
        switch self {
        case .fixed(let value): value
        case .beta(let a, let b): Double(a) / Double(a + b)
        }
    }

    /// The mean of the square.
    var meanSquare: Double {
        switch self {
        case .fixed(let value): value * value
        case .beta(let a, let b): mean * Double(a + 1) / Double(a + b + 1)
        }
    }

    func draw(_ generator: inout SeededGenerator) -> Double {
        switch self {
        case .fixed(let value): return value
        case .beta(let a, let b):
            let (first, second) = (generator.gamma(a), generator.gamma(b))
            return first / (first + second)
        }
    }
}

extension SeededGenerator {
    /// A draw from the gamma distribution of a whole-numbered shape: a sum of exponential ones.
    mutating func gamma(_ shape: Int) -> Double {
        var sum = 0.0
        for _ in 0..<shape { sum -= log(1 - uniform()) }
        return sum
    }

    /// Shares that sum to 1, from the Dirichlet distribution.
    mutating func dirichlet(_ shapes: [Int]) -> [Double] {
        let draws = shapes.map { gamma($0) }
        let sum = draws.reduce(0, +)
        return draws.map { $0 / sum }
    }

    /// An index, drawn with the given probabilities.
    mutating func index(_ probabilities: [Double]) -> Int {
        var rest = uniform()
        for (index, probability) in probabilities.enumerated() {
            rest -= probability
            if rest < 0 { return index }
        }
        return probabilities.count - 1
    }

    mutating func isTrue(_ probability: Double) -> Bool { uniform() < probability }
}

/// The mean of a function of a normal variable, by Simpson's rule over ± 8 standard deviations.
func normalMean(_ mean: Double, _ deviation: Double, _ function: (Double) -> Double) -> Double {
    guard deviation > 0 else { return function(mean) }
    let steps = 400
    var sum = 0.0
    for step in 0...steps {
        let z = -8 + 16 * Double(step) / Double(steps)
        let weight: Double = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2
        sum += weight * exp(-z * z / 2) * function(mean + deviation * z)
    }
    return sum * 16 / Double(steps) / 3 / (2 * Double.pi).squareRoot()
}

func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// Names that are cheap to take.
enum Names {
    static let participants = (0..<1000).map { "p\($0)" }
    static let items = (0..<200).map { "i\($0)" }
}
