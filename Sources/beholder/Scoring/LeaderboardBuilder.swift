#if NativeLibraries
import Attribution
import AttributionMetrics
import Foundation
import Imaging
import ModelInput
import ONNXFormat
import Statistics
import StimulusPipeline
import StudyModel
import StudyReport
import Tensor

/// Explains pictures by several methods and scores the maps by several metrics.
struct LeaderboardBuilder {
    let network: Network
    let recipes: [MapRecipe]
    let metrics: [MetricRecipe]
    let target: ExplanationTarget
    /// A folder with a mask of the same name for each picture.
    let masks: String?
    let pixelLimit: Int
    let seed: UInt64

    /// The scores of each metric, pictures by methods.
    func tables(of pictures: PictureFolder, progress: (_ maps: Int) -> Void) async throws -> [ScoreTable] {
        var values = [[[Double?]]](repeating: [], count: metrics.count)
        var done = 0
        try await pictures.forEach(for: network) { file, picture, other in
            let prediction = try await network.prediction(target, of: picture)
            // All methods have the same layer and seed.
            let subject = try picture.subject(
                before: network,
                target: prediction.index,
                recipe: recipes.first,
                otherInput: other
            )
            let (scores, mask) = (PictureScores(subject), try mask(for: file))
            var rows = [[Double?]](repeating: [], count: metrics.count)
            for recipe in recipes {
                let found = try await self.scores(recipe, picture, prediction, scores, mask, other)
                for metric in metrics.indices { rows[metric].append(found[metric]) }
                done += 1
                progress(done)
            }
            for metric in metrics.indices { values[metric].append(rows[metric]) }
        }
        let methods = recipes.map { $0.traits.id }
        return zip(metrics, values).map { metric, values in
            ScoreTable(
                metric: metric.id.rawValue,
                direction: metric.traits.direction,
                methods: methods,
                values: values
            )
        }
    }

    /// A method's map and its scores; none where the method does not fit the network.
    private func scores(
        _ recipe: MapRecipe,
        _ picture: ExplainedPicture,
        _ prediction: ClassScores.Prediction,
        _ scores: PictureScores,
        _ mask: Tensor?,
        _ other: Tensor?
    ) async throws -> [Double?] {
        let result: MapRecipe.Result
        do {
            result = try await recipe.map(
                of: picture,
                by: network,
                target: prediction,
                otherInput: other,
                version: Beholder.version
            )
        } catch let error as AttributionError {
            Output.message("\(recipe.traits.id): \(error.message)")
            return metrics.map { _ in nil }
        }
        let evaluation = try Evaluation(
            recipe.traits.map.plane(of: result.attribution),
            of: scores,
            method: (recipe.explainer, recipe.traits.map),
            file: network.file,
            mask: mask
        )
        var found: [Double?] = []
        for metric in metrics { found.append(try await metric.score(evaluation).value) }
        return found
    }

    private func mask(for file: String) throws -> Tensor? {
        guard let masks else { return nil }
        let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        let read = try ImageFile.read("\(masks)/\(name).png", pixelLimit: pixelLimit)
        return try ExplainedPicture(read, for: network).picture?.regionMask
    }

    /// Sums tables up.
    func board(_ tables: [ScoreTable], pictures: Int) throws -> Leaderboard {
        let entries = try tables.map { table in
            let reliability = try MetricReliability(table, seed: seed)
            let places = table.direction == .neither ? table.methods.map { _ in nil } : table.places
            let best = places.compactMap(\.self).min()
            return Leaderboard.Metric(
                name: table.metric,
                direction: table.direction.rawValue,
                alpha: reliability.alpha.value,
                alphaReason: reliability.alpha.reason,
                interMethod: reliability.interMethod,
                cells: table.methods.indices.map { method in
                    Leaderboard.Cell(
                        mean: table.mean(method),
                        interval: table.interval(method, seed: seed),
                        n: pictures - table.undefinedCount(method),
                        undefined: table.undefinedCount(method),
                        place: places[method],
                        isBest: places[method] != nil && places[method] == best
                    )
                }
            )
        }
        let model = network.file.source.split(separator: "/").last ?? ""
        return Leaderboard(
            title: "Saliency maps of \(model) by objective metrics",
            facts: [
                "\(pictures) pictures, \(recipes.count) methods, \(metrics.count) metrics",
                "Beholder \(Beholder.version), seed \(seed)",
            ],
            methods: recipes.map { $0.traits.id },
            metrics: entries,
            consistency: tables.map { one in tables.map { MetricReliability.consistency(one, $0) } }
        )
    }
}
#endif
