#if NativeLibraries
import Attribution
import Digest
import Foundation
import Imaging
import ModelGraph
import ModelInput
import ONNXFormat
import StudyModel
import Tensor

/// Explains the images of a study by its model, and keeps the maps.
struct StudyExplanation: Sendable {
    /// What became of one map.
    struct Outcome: Sendable {
        let image: ImageID
        let explainer: ExplainerID
        let result: Result

        enum Result: Sendable {
            case ready(PreparedMaps.Entry, isNew: Bool)
            /// Not there, and not to be computed now.
            case absent
            case failed(DefinitionIssue)
        }
    }

    private let definition: StudyDefinition
    private let folder: StudyFolder
    private let pixelLimit: Int
    private let version: String
    private let network: Network
    private let cache: MapCache
    /// SHA-256 of the model, and of its description.
    let modelHash: String
    private let preparationHash: String

    /// Opens the study's model.
    ///
    /// - Throws: What reading the model or its description throws.
    init(_ definition: StudyDefinition, folder: StudyFolder, pixelLimit: Int, version: String) throws {
        (self.definition, self.folder, self.pixelLimit, self.version) = (definition, folder, pixelLimit, version)
        let path = try folder.file(definition.study.model ?? "")
        network = try Network(reading: path, description: ModelDescription.beside(modelPath: path))
        cache = MapCache(
            folder: URL(fileURLWithPath: folder.path).appending(path: StimulusPipeline.mapFolder)
        )
        modelHash = try SHA256.hex(ofFile: path)
        let described = ModelDescription.path(besideModel: path)
        preparationHash =
            FileManager.default.fileExists(atPath: described) ? try SHA256.hex(ofFile: described) : "torchvision"
    }

    /// The map of an image, from the cache or computed.
    ///
    /// - Parameters:
    ///   - isToCompute: Whether a map that is not there is computed.
    ///   - seeds: With how many seeds maps of methods that draw random numbers are computed, to see how they vary.
    /// - Throws: `CancellationError`, or `CocoaError` where the map cannot be kept.
    func map(
        of image: ImageID,
        _ explainer: ExplainerID,
        _ maps: ComputedMaps,
        _ recipe: MapRecipe,
        isToCompute: Bool = true,
        seeds: Int = 1
    ) async throws -> Outcome {
        func failed(_ place: String?, _ code: DefinitionIssue.Code, _ error: any Error, _ expected: String) -> Outcome {
            let message = "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
            let issue = DefinitionIssue(path: place ?? "", code: code, message: message, expected: expected)
            return Outcome(image: image, explainer: explainer, result: .failed(issue))
        }
        let picture: ExplainedPicture
        let file: String
        do {
            file = try folder.file(definition.study.image(image)?.file ?? "")
            picture = try ExplainedPicture(ImageFile.read(file, pixelLimit: pixelLimit), for: network)
            try checkView(of: picture)
        } catch let error as StimulusError {
            return failed("/stimuli", .invalidValue, error, "the model's view of the pictures")
        } catch {
            return failed(definition.imagePaths[image], .unreadableFile, error, "a picture as PNG or JPEG")
        }
        let other: (hash: String, input: Tensor)?
        let target: ClassScores.Prediction
        do {
            other = recipe.traits.id == "other-image" ? try otherInput(than: image) : nil
            target = try await network.prediction(self.target(maps, of: image), of: picture)
        } catch {
            return failed(definition.explainerPaths[explainer], .unknownReference, error, "a class of the model")
        }
        let key = MapCache.Key(
            model: modelHash,
            image: try SHA256.hex(ofFile: file),
            preparation: preparationHash,
            method: recipe.traits.id,
            methodVersion: recipe.traits.version,
            parameters: recipe.parameters.values.mapValues { $0.description },
            target: "\(target.index)",
            layer: recipe.layer,
            seed: recipe.traits.isSeeded ? recipe.seed : 0,
            otherImage: other?.hash
        )
        if !isToCompute, cache.read(key.name) == nil {
            return Outcome(image: image, explainer: explainer, result: .absent)
        }
        do {
            var found = try await cache.map(key) {
                let result = try await recipe.map(
                    of: picture,
                    by: network,
                    target: target,
                    otherInput: other?.input,
                    version: version
                )
                var provenance = result.provenance
                provenance.model = definition.study.model ?? provenance.model
                (provenance.modelSHA256, provenance.preparation) = (modelHash, preparationHash)
                return (recipe.traits.map.plane(of: result.attribution), provenance)
            }
            if found.entry.provenance.seedVariability?.seeds != seeds,
                let variability = try await recipe.seedVariability(
                    of: found.attribution,
                    seeds: seeds,
                    of: picture,
                    by: network,
                    target: target,
                    otherInput: other?.input
                )
            {
                found = try cache.add(variability, to: found)
            }
            let name = "\(StimulusPipeline.mapFolder)/\(MapCache.file(key.name))"
            let entry = PreparedMaps.Entry(file: name, provenance: found.entry.provenance)
            return Outcome(image: image, explainer: explainer, result: .ready(entry, isNew: found.isNew))
        } catch let error as AttributionError {
            return failed(definition.explainerPaths[explainer], .invalidValue, error, "a method that fits the model")
        } catch let error as ModelError {
            return failed(definition.explainerPaths[explainer], .invalidValue, error, "a method that fits the model")
        }
    }

    /// The model's file.
    var file: ONNXModel { network.file }

    /// An image as metrics put it before the model, with the class that its map explains.
    ///
    /// - Parameters:
    ///   - target: The class of a computed map; for an imported one it is the most probable.
    ///   - recipe: What made a computed map, and makes others to compare with.
    func subject(
        for image: ImageID,
        explaining target: MapProvenance.Target?,
        by recipe: MapRecipe?
    ) async throws -> (Subject, MapProvenance.Target) {
        let file = try folder.file(definition.study.image(image)?.file ?? "")
        let picture = try ExplainedPicture(ImageFile.read(file, pixelLimit: pixelLimit), for: network)
        var explained = target
        if explained == nil {
            let prediction = try await network.prediction(.predicted, of: picture)
            explained = MapProvenance.Target(
                index: prediction.index,
                label: prediction.label,
                probability: prediction.probability
            )
        }
        guard let explained else { preconditionFailure("A class is explained.") }
        let subject = try picture.subject(
            before: network,
            target: explained.index,
            recipe: recipe,
            otherInput: otherInput(than: image)?.input
        )
        return (subject, explained)
    }

    private func target(_ maps: ComputedMaps, of image: ImageID) throws -> ExplanationTarget {
        switch maps.target {
        case .predicted: return .predicted
        case .index(let index): return .named(.index(index))
        case .label:
            guard let name = definition.study.image(image)?.className else {
                throw StimulusError(
                    .missing,
                    "Image \"\(image)\" has no class; give it a `class`, or \"target\": \"predicted\""
                )
            }
            return .named(.label(name))
        }
    }

    /// The next image of the study, for methods and metrics that ask for another one.
    private func otherInput(than image: ImageID) throws -> (hash: String, input: Tensor)? {
        let images = definition.study.images
        guard images.count > 1, let index = images.firstIndex(where: { $0.id == image }) else { return nil }
        let file = try folder.file(images[(index + 1) % images.count].file)
        let picture = try ExplainedPicture(ImageFile.read(file, pixelLimit: pixelLimit), for: network)
        return (try SHA256.hex(ofFile: file), picture.input)
    }

    /// Whether participants see what the model sees: maps cover its input alone.
    private func checkView(of picture: ExplainedPicture) throws {
        guard let geometry = picture.geometry else { return }
        let (scaled, input) = (geometry.scaledSize, geometry.inputSize)
        let shorter = min(scaled.width, scaled.height)
        if let crop = definition.study.crop {
            guard crop.shorterSide != shorter || input != PixelSize(width: crop.size, height: crop.size) else { return }
        } else if scaled == input {
            return
        }
        let advice =
            input.width == input.height
            ? "\"crop\": {\"shorterSide\": \(shorter), \"size\": \(input.width)}" : "pictures that are cut to that part"
        throw StimulusError(
            .changed,
            "The model sees the \(input) in the middle of each picture scaled to a shorter side of \(shorter); expected "
                + "\(advice) in `stimuli`, so that participants see the same"
        )
    }
}

extension StudyFolder {
    /// The file of a relative path.
    ///
    /// - Throws: ``StimulusError`` `missing`.
    func file(_ relative: String) throws -> String {
        guard case .file(let path) = resolve(relative) else {
            throw StimulusError(.missing, "There is no file \(relative) in the folder of the definition; put it there")
        }
        return path
    }
}
#endif
