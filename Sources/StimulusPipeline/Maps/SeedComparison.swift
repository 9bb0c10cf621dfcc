#if NativeLibraries
import Attribution
import AttributionMetrics
package import ModelInput
package import StudyModel
package import Tensor

extension MapRecipe {
    /// How much a map changes with the seed; nil for methods that draw no random numbers.
    ///
    /// - Parameters:
    ///   - map: Of this recipe's seed, channels and signs treated.
    ///   - seeds: How many maps are compared, this one among them.
    /// - Throws: What ``map(of:by:target:otherInput:version:progress:)`` throws.
    package func seedVariability(
        of map: Tensor,
        seeds: Int,
        of picture: ExplainedPicture,
        by network: Network,
        target: ClassScores.Prediction,
        otherInput: Tensor?
    ) async throws -> MapProvenance.SeedVariability? {
        guard traits.isSeeded, seeds > 1 else { return nil }
        var maps = [map]
        for offset in 1..<seeds {
            let other = try await seeded(seed &+ UInt64(offset)).map(
                of: picture,
                by: network,
                target: target,
                otherInput: otherInput,
                version: ""
            )
            maps.append(traits.map.plane(of: other.attribution))
        }
        return Self.variability(of: maps)
    }

    /// Compares maps of one size that differ by their seeds.
    package static func variability(of maps: [Tensor]) -> MapProvenance.SeedVariability {
        var correlations: [Double] = []
        for (index, first) in maps.enumerated() {
            for second in maps[(index + 1)...] {
                if let spearman = MapSimilarity(first, second).spearman { correlations.append(spearman) }
            }
        }
        let count = Double(maps.count)
        var (deviations, low, high) = (0.0, Double.infinity, -Double.infinity)
        for position in maps[0].values.indices {
            let values = maps.map { Double($0.values[position]) }
            let mean = values.reduce(0, +) / count
            deviations += (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
            (low, high) = (min(low, mean), max(high, mean))
        }
        let pixels = Double(maps[0].values.count)
        return MapProvenance.SeedVariability(
            seeds: maps.count,
            spearman: correlations.isEmpty ? nil : correlations.reduce(0, +) / Double(correlations.count),
            deviation: high > low ? deviations / pixels / (high - low) : nil
        )
    }
}
#endif
