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
        ResampleMap.values(
            resamples,
            scratch: { (counts, [Int32](repeating: 0, count: counts.unitCount)) },
            { index, memory in
                var generator = SeededGenerator(seed: seed, stream: UInt64(index))
                generator.resample(into: &memory.1)
                memory.0.reweight(memory.1)
                return value(memory.0.wins)
            }
        )
    }
}
