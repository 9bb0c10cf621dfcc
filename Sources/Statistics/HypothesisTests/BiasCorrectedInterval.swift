/// Bias-corrected and accelerated limits from resampled values.
///
/// Efron 1987, DOI 10.1080/01621459.1987.10478410; the acceleration from the units' influences, as Efron and Tibshirani
/// 1993, An Introduction to the Bootstrap, §22.6.
enum BiasCorrectedInterval {
    /// The limits; nil with fewer than 50 resamples or where all are the same.
    static func limits(
        _ resampled: [Double],
        estimate: Double,
        influences: [Double],
        confidence: Double
    ) -> ConfidenceInterval? {
        guard resampled.count >= 50 else { return nil }
        let sorted = resampled.sorted()
        guard sorted[0] < sorted[sorted.count - 1] else { return nil }
        // Values equal to the estimate count half, since answers are discrete.
        let below = sorted.count { $0 < estimate - 1e-12 }
        let equal = sorted.count { abs($0 - estimate) <= 1e-12 }
        let count = Double(sorted.count)
        let share = (Double(below) + Double(equal) / 2) / count
        let bias = Normal.quantile(min(max(share, 0.5 / count), 1 - 0.5 / count))
        let squares = influences.reduce(0) { $0 + $1 * $1 }
        let cubes = influences.reduce(0) { $0 + $1 * $1 * $1 }
        let acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
        let ends = [(1 - confidence) / 2, 1 - (1 - confidence) / 2].map { probability in
            let z = bias + Normal.quantile(probability)
            let adjusted = Normal.cdf(bias + z / max(0.05, 1 - acceleration * z))
            // The quantile of type 6: as many values outside as inside a resample more.
            let place = min(max(adjusted * (count + 1), 1), count) - 1
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
        }
        return ConfidenceInterval(finite: ends[0], ends[1])
    }
}
