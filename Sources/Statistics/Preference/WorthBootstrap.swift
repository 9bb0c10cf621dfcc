internal import Dispatch
internal import RealModule
internal import SeededRandom

/// Log-worths of resamples of units, each fitted from the estimates of the whole.
///
/// A resample's draws depend on the seed and its number alone, so that cores share the work and results do not depend on
/// how many there are.
struct WorthBootstrap {
    /// The log-worths of each resample, nil where it has no finite ones; in the order of resamples.
    let worths: [[Double]?]

    /// Draws resamples and fits them.
    init(_ counts: WinCounts, _ fit: BradleyTerryFit, resamples: Int, seed: UInt64) {
        worths = Self.map(counts, resamples, seed) { wins in
            guard ComparisonGraph(wins).isStronglyConnected else { return nil }
            return (try? BradleyTerryFit(wins, start: fit.logWorths))?.logWorths
        }
    }

    /// How many resamples have no finite estimate, without fitting them.
    static func countMissing(_ counts: WinCounts, resamples: Int, seed: UInt64) -> Int {
        map(counts, resamples, seed) { ComparisonGraph($0).isStronglyConnected }.count { !$0 }
    }

    /// How many resamples have no finite estimate.
    var missing: Int { worths.count { $0 == nil } }

    private static func map<Value: Sendable>(
        _ counts: WinCounts,
        _ resamples: Int,
        _ seed: UInt64,
        _ value: @Sendable (PairWins) -> Value
    ) -> [Value] {
        let parts = min(16, resamples)
        var found = [[Value]](repeating: [], count: parts)
        found.withUnsafeMutableBufferPointer { buffer in
            // Each part writes its own element.
            nonisolated(unsafe) let found = buffer
            withoutActuallyEscaping(value) { value in
                DispatchQueue.concurrentPerform(iterations: parts) { part in
                    var counts = counts
                    var weights = [Int32](repeating: 0, count: counts.unitCount)
                    var values: [Value] = []
                    for index in part * resamples / parts..<(part + 1) * resamples / parts {
                        var generator = SeededGenerator(seed: seed, stream: UInt64(index))
                        generator.resample(into: &weights)
                        counts.reweight(weights)
                        values.append(value(counts.wins))
                    }
                    found[part] = values
                }
            }
        }
        return found.flatMap { $0 }
    }
}

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
