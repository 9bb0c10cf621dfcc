internal import RealModule

/// How much two different categories agree, 0…1.
///
/// Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapter 3.
public enum CategoryWeights: String, Sendable, CaseIterable {
    /// Only equal categories agree.
    case identity
    case linear
    case quadratic
    case ordinal
    case radical
    case ratio
    case circular
    case bipolar

    /// Those that suit a measurement level.
    init(_ level: MeasurementLevel) {
        switch level {
        case .nominal: self = .identity
        case .ordinal: self = .ordinal
        case .interval: self = .quadratic
        case .ratio: self = .ratio
        case .circular: self = .circular
        }
    }

    /// The weight of each pair of categories.
    ///
    /// - Parameter values: The number that each category stands for, in the order of categories; 1, 2, … for labels.
    /// - Complexity: O(categories²).
    func matrix(_ values: [Double]) -> SquareMatrix {
        let count = values.count
        var matrix = SquareMatrix(size: count)
        guard count > 1, let low = values.min(), let high = values.max() else {
            for index in values.indices { matrix[index, index] = 1 }
            return matrix
        }
        let range = high - low
        for a in values.indices {
            for b in values.indices {
                matrix[a, b] = a == b ? 1 : weight(values[a], values[b], a, b, count, low, high, range)
            }
        }
        guard self == .bipolar else { return matrix }
        // Weights are 1 minus a disagreement that is scaled to at most 1.
        let most = matrix.elements.map { 1 - $0 }.max() ?? 1
        for index in matrix.elements.indices where most > 0 {
            matrix.elements[index] = 1 - (1 - matrix.elements[index]) / most
        }
        return matrix
    }

    private func weight(
        _ x: Double,
        _ y: Double,
        _ a: Int,
        _ b: Int,
        _ count: Int,
        _ low: Double,
        _ high: Double,
        _ range: Double
    ) -> Double {
        let difference = abs(x - y)
        switch self {
        case .identity: return 0
        case .linear: return 1 - difference / range
        case .quadratic: return 1 - difference * difference / (range * range)
        case .radical: return 1 - (difference / range).squareRoot()
        case .ordinal:
            // How many pairs of categories lie between the two, of all pairs.
            let between = Double(abs(a - b) + 1)
            return 1 - between * (between - 1) / Double(count * (count - 1))
        case .ratio:
            let (sum, extremes) = (x + y, high + low)
            guard sum != 0, extremes != 0 else { return 0 }
            let (own, most) = (difference / sum, range / extremes)
            return 1 - own * own / (most * most)
        case .circular:
            let sine = Double.sin(.pi * difference / (range + 1))
            return 1 - sine * sine
        case .bipolar:
            let product = (x + y - 2 * low) * (2 * high - x - y)
            return product == 0 ? 1 : 1 - difference * difference / product
        }
    }
}
