#if NativeLibraries
import Tensor

/// A map and where people look, at one size.
struct HumanAttention {
    /// The map and the people's, interpolated to the finer of both.
    let map: [Double]
    let human: [Double]

    /// - Throws: ``MetricError`` `missingInput` where nobody says where people look, `invalidInput` for negative values.
    init(_ evaluation: Evaluation) throws {
        guard let human = evaluation.humanMap else {
            throw MetricError(.missingInput, "the metric needs to know where people look: give a human map")
        }
        guard human.values.allSatisfy({ $0 >= 0 }) else {
            throw MetricError(.invalidInput, "A map of where people look has no negative values.")
        }
        let both = evaluation.map.matched(with: human)
        (map, self.human) = (both.0.doubles, both.1.doubles)
    }

    /// Why there is nothing to compare; nil where there is.
    var flaw: String? {
        if Set(map).count < 2 { return "the map is the same everywhere" }
        return Set(human).count < 2 ? "the human map is the same everywhere" : nil
    }

    /// As shares of a sum; nil where that is 0.
    static func shares(_ values: [Double]) -> [Double]? {
        let sum = values.reduce(0, +)
        return sum > 0 ? values.map { $0 / sum } : nil
    }

    /// Brought to 0…1.
    static func normalized(_ values: [Double]) -> [Double] {
        guard let low = values.min(), let high = values.max(), high > low else { return values.map { _ in 0 } }
        return values.map { ($0 - low) / (high - low) }
    }
}
#endif
