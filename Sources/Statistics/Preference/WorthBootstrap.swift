internal import SeededRandom

/// Log-worths of resamples of units, each fitted from the estimates of the whole.
///
/// A resample's draws depend on the seed and its number alone.
enum WorthBootstrap {
    /// The log-worths of each resample, nil where it has no finite ones; in the order of resamples.
    static func worths(_ counts: WinCounts, _ fit: BradleyTerryFit, resamples: Int, seed: UInt64) -> [[Double]?] {
        map(counts, resamples, seed) { memory in
            guard memory.isConnected else { return nil }
            memory.counts.reweight(memory.weights)
            return (try? BradleyTerryFit(memory.counts.wins, start: fit.logWorths))?.logWorths
        }
    }

    /// How many resamples have no finite estimate, without fitting them.
    static func countMissing(_ counts: WinCounts, resamples: Int, seed: UInt64) -> Int {
        map(counts, resamples, seed) { $0.isConnected }.count { !$0 }
    }

    /// What a core works in.
    private struct Memory {
        var counts: WinCounts
        var weights: [Int32]
        var connection: StrongConnection

        /// Whether the resample has finite worths.
        var isConnected: Bool {
            mutating get { connection.holds(for: counts, weights) }
        }
    }

    private static func map<Value: Sendable>(
        _ counts: WinCounts,
        _ resamples: Int,
        _ seed: UInt64,
        _ value: @Sendable (inout Memory) -> Value
    ) -> [Value] {
        ResampleMap.values(
            resamples,
            scratch: {
                Memory(
                    counts: counts,
                    weights: [Int32](repeating: 0, count: counts.unitCount),
                    connection: StrongConnection(itemCount: counts.itemCount)
                )
            },
            { index, memory in
                var generator = SeededGenerator(seed: seed, stream: UInt64(index))
                generator.resample(into: &memory.weights)
                return value(&memory)
            }
        )
    }
}
