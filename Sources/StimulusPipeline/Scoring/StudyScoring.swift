#if NativeLibraries
import Attribution
import AttributionMetrics
import Digest
import Foundation
import Imaging
import ModelInput
package import StudyModel
import Tensor

/// Scores the maps of a study.
package struct StudyScoring: Sendable {
    private let definition: StudyDefinition
    private let folder: StudyFolder
    private let pixelLimit: Int
    private let version: String
    private let recipes: [MetricRecipe]
    private let methods: StudyMethods
    private let model: StudyExplanation?

    /// Opens a study's model, where it has one.
    ///
    /// - Parameter recipes: The metrics; those of the definition without them.
    /// - Throws: `InvalidDefinition` where the scores or methods are wrong, and what reading the model throws.
    package init(
        definition bytes: [UInt8],
        folder: String,
        pixelLimit: Int,
        version: String,
        recipes: [MetricRecipe]? = nil
    ) throws {
        definition = StudyDefinition.read(Data(bytes))
        self.folder = StudyFolder(path: folder)
        (self.pixelLimit, self.version) = (pixelLimit, version)
        methods = StudyMethods(definition)
        let scores = StudyScores(definition)
        let issues = definition.issues + methods.issues + (recipes == nil ? scores.issues : [])
        guard issues.isEmpty else { throw InvalidDefinition(issues: issues) }
        self.recipes = recipes ?? scores.recipes
        model =
            definition.study.model == nil
            ? nil
            : try StudyExplanation(definition, folder: self.folder, pixelLimit: pixelLimit, version: version)
    }

    /// The maps that trials may show.
    package var maps: [(image: ImageID, explainers: [ExplainerID])] {
        definition.study.shownImages.map { ($0.image, $0.explainers) }
    }

    /// How many scores each map has.
    package var count: Int { recipes.count }

    /// Whether a map has all scores, made by these versions of the metrics with these parameters.
    package func isComplete(_ image: ImageID, _ explainer: ExplainerID, _ known: [MapScore]) -> Bool {
        recipes.allSatisfy { recipe in
            known.contains {
                $0.score == recipe.id && $0.image == image && $0.explainer == explainer
                    && $0.provenance.metric == recipe.traits.id
                    && $0.provenance.metricVersion == recipe.traits.version
                    && $0.provenance.parameters == recipe.parameters.values.mapValues { $0.description }
            }
        }
    }

    /// Scores the maps of an image, computing those that are not there.
    ///
    /// - Parameter done: Gets the scores of each map, as soon as it has them.
    /// - Throws: ``StimulusError`` where a file is missing or a map cannot be made, ``MetricError`` for files that do not
    ///   fit each other, `ModelError`, or `CancellationError`.
    package func score(
        _ image: ImageID,
        _ explainers: [ExplainerID],
        done: ([MapScore]) throws -> Void
    ) async throws {
        guard let source = definition.study.image(image) else { return }
        let view = try StimulusRenderer(study: definition.study).view(
            of: ImageFile.read(folder.file(source.file), pixelLimit: pixelLimit)
        )
        let regions = StudyRegions(source: source, study: definition.study, folder: folder, pixelLimit: pixelLimit)
        let (mask, humanMap) = (try regions.mask(over: view), try regions.humanMap())
        // Maps of one class share what does not depend on them; makers of different layers or seeds do not.
        struct Shared: Hashable {
            let target: Int
            let layer: String?
            let seed: UInt64
        }
        var pictures: [Shared: PictureScores] = [:]
        for explainer in explainers {
            let found = try await map(of: image, explainer)
            var (picture, target): (PictureScores?, MapProvenance.Target?) = (nil, nil)
            if let model {
                let (subject, explained) = try await model.subject(
                    for: image,
                    explaining: found.provenance?.target,
                    by: found.recipe
                )
                let shared = Shared(target: subject.target, layer: subject.layer, seed: subject.seed)
                picture = pictures[shared] ?? PictureScores(subject)
                (pictures[shared], target) = (picture, explained)
            }
            let evaluation = try Evaluation(
                found.map,
                of: picture,
                method: found.recipe.map { ($0.explainer, $0.traits.map) },
                file: model?.file,
                mask: mask,
                humanMap: humanMap
            )
            try await done(scores(of: evaluation, image, explainer, found.hash, target))
        }
    }

    private func scores(
        of evaluation: Evaluation,
        _ image: ImageID,
        _ explainer: ExplainerID,
        _ hash: String,
        _ target: MapProvenance.Target?
    ) async throws -> [MapScore] {
        var scores: [MapScore] = []
        for recipe in recipes {
            let (before, start) = (evaluation.passes, ContinuousClock.now)
            let score = try await recipe.score(evaluation)
            let after = evaluation.passes
            scores.append(
                MapScore(
                    score: recipe.id,
                    image: image,
                    explainer: explainer,
                    value: score.value,
                    undefinedReason: score.value == nil ? score.undefinedReason ?? "undefined" : nil,
                    provenance: MapScore.Provenance(
                        metric: recipe.traits.id,
                        metricVersion: recipe.traits.version,
                        direction: recipe.traits.direction.rawValue,
                        parameters: recipe.parameters.values.mapValues { $0.description },
                        mapSHA256: hash,
                        modelSHA256: recipe.traits.needs.contains(.network) ? model?.modelHash : nil,
                        target: recipe.traits.needs.contains(.network) ? target : nil,
                        seed: recipe.traits.isSeeded ? evaluation.seed : nil,
                        passes: MapProvenance.Passes(
                            forward: after.forward - before.forward,
                            backward: after.backward - before.backward
                        ),
                        seconds: (ContinuousClock.now - start) / .seconds(1),
                        details: score.details,
                        versions: ["beholder": version]
                    )
                )
            )
        }
        return scores
    }

    /// A map with what is known of it.
    private struct Found {
        let map: Tensor
        let hash: String
        let provenance: MapProvenance?
        let recipe: MapRecipe?
    }

    private func map(of image: ImageID, _ explainer: ExplainerID) async throws -> Found {
        var (file, provenance, recipe): (String?, MapProvenance?, MapRecipe?) = (nil, nil, nil)
        if let method = methods.recipes.first(where: { $0.explainer == explainer }), let model {
            let outcome = try await model.map(of: image, explainer, method.maps, method.recipe)
            switch outcome.result {
            case .ready(let entry, _): (file, provenance, recipe) = (entry.file, entry.provenance, method.recipe)
            case .failed(let issue): throw StimulusError(.missing, issue.message)
            case .absent: break
            }
        } else {
            file = definition.study.explainers.first { $0.id == explainer }?.mapPath(for: image)
        }
        let path = try folder.file(file ?? "")
        return Found(
            map: try MapFile.read(path, pixelLimit: pixelLimit),
            hash: try SHA256.hex(ofFile: path),
            provenance: provenance,
            recipe: recipe
        )
    }
}
#endif
