import Digest
import Foundation
import Imaging
import StudyModel
import Tensor

/// Reads what a study shows of one image, and notes what is wrong with it.
struct ImageCheck {
    private(set) var issues: [DefinitionIssue] = []
    private(set) var records: [StimulusRecord] = []

    private let definition: StudyDefinition
    private let folder: StudyFolder
    private let pixelLimit: Int
    private let renderer: StimulusRenderer

    /// Less than one of a colormap's 256 steps: nobody can see a difference.
    private static let visibleDifference: Float = 1 / 512

    init(definition: StudyDefinition, folder: StudyFolder, pixelLimit: Int) {
        self.definition = definition
        self.folder = folder
        self.pixelLimit = pixelLimit
        renderer = StimulusRenderer(study: definition.study)
    }

    mutating func run(_ shown: ShownImage) {
        guard let source = definition.study.image(shown.image), !source.file.isEmpty,
            let picture = readImage(source)
        else {
            // The maps are looked at all the same: one pass finds every error.
            for explainer in shown.explainers { _ = readMap(explainer, of: shown.image) }
            return
        }
        let view = renderer.view(of: picture)
        var drawn: [ExplainerID: [Float]] = [:]
        for explainer in shown.explainers {
            guard let (map, file, hash) = readMap(explainer, of: shown.image),
                fits(map, view, explainer, file)
            else { continue }
            do {
                drawn[explainer] = try renderer.drawnValues(of: map, over: view)
                let rendered = try renderer.render(map, over: view)
                add(shown.image, explainer, file: file, hash: hash, rendered)
            } catch {
                note(error, file: file, at: mapPath(explainer))
            }
        }
        for pair in shown.pairs {
            guard let first = drawn[pair.first], let second = drawn[pair.second],
                !zip(first, second).contains(where: { abs($0 - $1) > Self.visibleDifference })
            else { continue }
            issues.append(
                DefinitionIssue(
                    path: mapPath(pair.second),
                    code: .identicalMaps,
                    found: "the maps of \"\(pair.first)\" and \"\(pair.second)\" for image \"\(shown.image)\" alike "
                        + "after normalization",
                    expected: "maps that differ, or blocks without this pair for this image: the trial would be void"
                )
            )
        }
    }

    private mutating func readImage(_ source: SourceImage) -> RasterImage? {
        let place = (definition.imagePaths[source.id] ?? "") + "/file"
        guard let path = locate(source.file, at: place) else { return nil }
        do {
            let picture = try ImageFile.read(path, pixelLimit: pixelLimit)
            add(source.id, nil, file: source.file, hash: try hash(path), renderer.view(of: picture))
            return picture
        } catch {
            note(error, file: source.file, at: place)
            return nil
        }
    }

    private mutating func readMap(_ explainer: ExplainerID, of image: ImageID) -> (Tensor, String, String)? {
        guard let file = definition.study.explainers.first(where: { $0.id == explainer })?.mapPath(for: image),
            !file.isEmpty, let path = locate(file, at: mapPath(explainer))
        else { return nil }
        do {
            return (try MapFile.read(path, pixelLimit: pixelLimit), file, try hash(path))
        } catch {
            note(error, file: file, at: mapPath(explainer))
            return nil
        }
    }

    /// Whether a map covers the picture: the proportions agree up to one cell of the map.
    private mutating func fits(_ map: Tensor, _ view: RasterImage, _ explainer: ExplainerID, _ file: String) -> Bool {
        let (height, width) = (Double(map.shape[0]), Double(map.shape[1]))
        let proportion = Double(view.width) / Double(view.height)
        if abs(width - height * proportion) < 1 || abs(height - width / proportion) < 1 { return true }
        issues.append(
            DefinitionIssue(
                path: mapPath(explainer),
                code: .aspectMismatch,
                found: "\(file) of \(map.shape[1])×\(map.shape[0]) for a picture of \(view.width)×\(view.height)",
                expected: "a map with the picture's proportions; if it covers only the model's input, give `crop` in "
                    + "`stimuli`"
            )
        )
        return false
    }

    private mutating func locate(_ relative: String, at place: String) -> String? {
        switch folder.resolve(relative) {
        case .file(let path): return path
        case .missing:
            issues.append(
                DefinitionIssue(
                    path: place,
                    code: .missingFile,
                    found: "no file \(relative)",
                    expected: "a file in the folder of the definition"
                )
            )
        case .outside:
            issues.append(
                DefinitionIssue(
                    path: place,
                    code: .pathOutsideFolder,
                    found: "\(relative), a link out of the study's folder",
                    expected: "a file inside the folder of the definition"
                )
            )
        }
        return nil
    }

    private mutating func note(_ error: any Error, file: String, at place: String) {
        let failure = error as? ImagingError
        let code: DefinitionIssue.Code =
            switch failure?.code {
            case .constant: .constantMap
            case .notFinite: .notFinite
            default: .unreadableFile
            }
        let expected =
            switch code {
            case .constantMap: "a map with at least two values"
            case .notFinite: "a map of finite numbers"
            default: "a file that can be read"
            }
        var found = failure?.message ?? "\(error)"
        // Messages of the reader name the file by its full path; the study's own path is shorter and the same everywhere.
        found = found.replacingOccurrences(of: folder.path + "/", with: "")
        if !found.contains(file) { found = "\(file): \(found)" }
        issues.append(DefinitionIssue(path: place, code: code, found: found, expected: expected))
    }

    private mutating func add(
        _ image: ImageID,
        _ explainer: ExplainerID?,
        file: String,
        hash: String,
        _ picture: RasterImage
    ) {
        records.append(
            StimulusRecord(
                image: image,
                explainer: explainer,
                file: file,
                fileSHA256: hash,
                pixelsSHA256: picture.pixelHash.hex,
                width: picture.width,
                height: picture.height
            )
        )
    }

    private func hash(_ path: String) throws -> String {
        SHA256.hash(try Data(contentsOf: URL(fileURLWithPath: path))).hex
    }

    private func mapPath(_ explainer: ExplainerID) -> String {
        (definition.explainerPaths[explainer] ?? "") + "/maps"
    }
}
