#if NativeLibraries
import Attribution
import AttributionMetrics
package import ModelInput
import ONNXFormat
import Tensor

/// How maps change when a network's weights become random from the output back.
package struct SanityCheck {
    /// A step of the cascade: how alike each method's map is to that of the network as it is.
    package struct Row: Encodable, Sendable {
        /// Layers with random weights, and layers in all.
        package let layers: Int
        package let of: Int
        /// By method; nil where a map is the same everywhere.
        package var spearman: [String: Double?] = [:]
        package var absoluteSpearman: [String: Double?] = [:]
        package var ssim: [String: Double?] = [:]
    }

    private let network: Network
    private let picture: ExplainedPicture
    private let target: ClassScores.Prediction
    private let recipes: [MapRecipe]
    private let stages: Int
    private let seed: UInt64

    package init(
        network: Network,
        picture: ExplainedPicture,
        target: ClassScores.Prediction,
        recipes: [MapRecipe],
        stages: Int,
        seed: UInt64
    ) {
        (self.network, self.picture, self.target) = (network, picture, target)
        (self.recipes, self.stages, self.seed) = (recipes, stages, seed)
    }

    /// Runs the cascade.
    ///
    /// - Parameter progress: Is told how many maps of how many are done.
    /// - Throws: `AttributionError`, `ModelError`, or `CancellationError`.
    package func run(version: String, progress: (_ done: Int, _ total: Int) -> Void) async throws -> [Row] {
        let cascade = CascadingRandomization(network.file)
        let count = cascade.layers.count
        let steps = Set((0...stages).map { $0 * count / stages }).sorted()
        var (rows, originals): ([Row], [String: Tensor]) = ([], [:])
        var done = 0
        for step in steps {
            let changed = try Network(cascade.model(replacing: step, seed: seed), description: network.description)
            var row = Row(layers: step, of: count)
            for recipe in recipes {
                let name = recipe.traits.id
                let result = try await recipe.map(of: picture, by: changed, target: target, version: version)
                let map = recipe.traits.map.map(
                    of: result.attribution,
                    height: picture.input.shape[1],
                    width: picture.input.shape[2]
                )
                let original = originals[name] ?? map
                originals[name] = original
                let similarity = MapSimilarity(original, map)
                row.spearman[name] = similarity.spearman
                row.absoluteSpearman[name] = similarity.absoluteSpearman
                row.ssim[name] = similarity.ssim
                done += 1
                progress(done, steps.count * recipes.count)
            }
            rows.append(row)
        }
        return rows
    }
}
#endif
