import Digest
import Foundation
import Imaging
import StudyModel
import Tensor

/// Reads what a study shows, one image after the other, and notes what is wrong with it.
struct ImageCheck {
    private(set) var issues: [DefinitionIssue] = []
    private(set) var records: [StimulusRecord] = []
    /// Pairs that no trial can show, where the study does not stop at them.
    private(set) var voidPairs: [VoidPair] = []

    /// Where files are missing: the issue's index and the files, of which one key can name many.
    private var missing: [String: (issue: Int, files: [String])] = [:]

    private let definition: StudyDefinition
    private let folder: StudyFolder
    private let pixelLimit: Int
    private let renderer: StimulusRenderer
    /// The maps that were computed.
    private let maps: PreparedMaps?
    /// Whether maps that are not computed yet are noted as such.
    private let allowsPending: Bool
    /// Whether pairs are found when a trial is to show them.
    private let isLate: Bool
    /// Why maps of the image at hand cannot be shown.
    private var flaws: [ExplainerID: String] = [:]

    /// Less than one of a colormap's 256 steps: nobody can see a difference.
    private static let visibleDifference: Float = 1 / 512

    private static let mapFile = "a map as .npy or grayscale PNG"

    init(
        definition: StudyDefinition,
        folder: StudyFolder,
        pixelLimit: Int,
        maps: PreparedMaps?,
        allowsPending: Bool = false,
        isLate: Bool = false
    ) {
        self.maps = maps
        self.allowsPending = allowsPending
        self.isLate = isLate
        self.definition = definition
        self.folder = folder
        self.pixelLimit = pixelLimit
        renderer = StimulusRenderer(study: definition.study)
    }

    mutating func run(_ shown: ShownImage) {
        let view = readView(of: shown.image)
        flaws = [:]
        var drawn: [ExplainerID: [Float]] = [:]
        var pixels: [ExplainerID: String] = [:]
        for explainer in shown.explainers {
            if allowsPending, isPending(explainer, shown.image) {
                records.append(StimulusRecord(image: shown.image, explainer: explainer, picture: nil))
                continue
            }
            guard let (map, file, hash) = readMap(explainer, of: shown.image), let view,
                maps?[explainer, shown.image] != nil || fits(map, view, explainer, file)
            else { continue }
            do {
                drawn[explainer] = try renderer.drawnValues(of: map, over: view)
                let rendered = try renderer.render(map, over: view)
                pixels[explainer] = add(shown.image, explainer, file: file, hash: hash, rendered)
            } catch {
                note(error, file: file, at: mapPath(explainer), expected: Self.mapFile, flawOf: explainer)
            }
        }
        for pair in shown.pairs {
            if let reason = flaws[pair.first] ?? flaws[pair.second] {
                addVoid(shown.image, pair, reason)
                continue
            }
            guard let first = drawn[pair.first], let second = drawn[pair.second] else { continue }
            let mapsDiffer = zip(first, second).contains { abs($0 - $1) > Self.visibleDifference }
            guard !mapsDiffer || pixels[pair.first] == pixels[pair.second] else { continue }
            guard definition.study.voidTrials == .stop else {
                addVoid(shown.image, pair, mapsDiffer ? "both look the same as rendered" : "both maps are alike")
                continue
            }
            issues.append(
                DefinitionIssue(
                    path: mapPath(pair.second),
                    code: .identicalMaps,
                    found: "the pair \"\(pair.first)\" and \"\(pair.second)\" of image \"\(shown.image)\", whose "
                        + (mapsDiffer ? "pictures are the same as rendered" : "maps are alike after normalization"),
                    expected: (mapsDiffer ? "a rendering that shows the difference" : "maps that differ")
                        + ", or blocks without this pair for this image: the trial would be void"
                )
            )
        }
    }

    private func isPending(_ explainer: ExplainerID, _ image: ImageID) -> Bool {
        guard let source = definition.study.explainers.first(where: { $0.id == explainer })?.source,
            case .computed = source
        else { return false }
        return maps?[explainer, image] == nil
    }

    private mutating func addVoid(_ image: ImageID, _ pair: ExplainerPair, _ reason: String) {
        voidPairs.append(VoidPair(image: image, pair.first, pair.second, reason: reason, isLate: isLate))
    }

    private mutating func readView(of image: ImageID) -> RasterImage? {
        let place = definition.imagePaths[image] ?? ""
        guard let source = definition.study.image(image), let path = locate(source.file, at: place) else { return nil }
        do {
            let view = renderer.view(of: try ImageFile.read(path, pixelLimit: pixelLimit))
            _ = add(image, nil, file: source.file, hash: try hash(path), view)
            return view
        } catch {
            note(error, file: source.file, at: place, expected: "a picture as PNG or JPEG")
            return nil
        }
    }

    /// A map whose values can be drawn, whether or not its picture is there: one pass finds every error.
    private mutating func readMap(_ explainer: ExplainerID, of image: ImageID) -> (Tensor, String, String)? {
        let place = mapPath(explainer)
        let imported = definition.study.explainers.first { $0.id == explainer }?.mapPath(for: image)
        guard let file = imported ?? maps?[explainer, image]?.file, let path = locate(file, at: place) else {
            return nil
        }
        do {
            let map = try MapFile.read(path, pixelLimit: pixelLimit)
            try renderer.check(map, name: file)
            return (map, file, try hash(path))
        } catch {
            note(error, file: file, at: place, expected: Self.mapFile, flawOf: explainer)
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
        // What the definition does not say validly is noted already.
        guard !relative.isEmpty else { return nil }
        switch folder.resolve(relative) {
        case .file(let path): return path
        case .missing(let similar): noteMissing(relative, similar: similar, at: place)
        case .folder:
            issues.append(
                DefinitionIssue(
                    path: place,
                    code: .missingFile,
                    found: "the folder \(relative)",
                    expected: "a file in the folder of the definition"
                )
            )
        case .outside:
            issues.append(
                DefinitionIssue(
                    path: place,
                    code: .pathOutsideFolder,
                    found: "\(relative), a link out of the study's folder",
                    expected: "a file inside the folder of the definition; copy it there"
                )
            )
        }
        return nil
    }

    private mutating func noteMissing(_ file: String, similar: String?, at place: String) {
        guard var known = missing[place] else {
            missing[place] = (issues.count, [file])
            let advice = file.contains("\\") ? "; write / between folders" : ""
            issues.append(
                DefinitionIssue(
                    path: place,
                    code: .missingFile,
                    found: "no file \(file)",
                    expected: "a file in the folder of the definition" + advice,
                    suggestion: similar.map { "`\($0)`" }
                )
            )
            return
        }
        known.files.append(file)
        missing[place] = known
        let more = known.files.count > 4 ? ", … (\(known.files.count) in all)" : ""
        issues[known.issue].found = "no files " + known.files.prefix(4).joined(separator: ", ") + more
    }

    private mutating func note(
        _ error: any Error,
        file: String,
        at place: String,
        expected: String,
        flawOf explainer: ExplainerID? = nil
    ) {
        let failure = error as? ImagingError
        let code: DefinitionIssue.Code =
            switch failure?.code {
            case .constant: .constantMap
            case .notFinite: .notFinite
            default: .unreadableFile
            }
        // Readers name the file by its full path; the study's own path is shorter and the same everywhere.
        let message = (failure?.message ?? "\(error)")
            .replacingOccurrences(of: folder.path + "/", with: "")
        if let explainer, [.constantMap, .notFinite].contains(code), definition.study.voidTrials != .stop {
            flaws[explainer] = message
            return
        }
        let allowed = code == .constantMap ? "a map whose values differ" : expected
        issues.append(DefinitionIssue(path: place, code: code, message: message, expected: allowed))
    }

    /// Keeps a picture's record; answers the hash of its pixels.
    private mutating func add(
        _ image: ImageID,
        _ explainer: ExplainerID?,
        file: String,
        hash: String,
        _ picture: RasterImage
    ) -> String {
        let pixels = picture.pixelHash.hex
        records.append(
            StimulusRecord(
                image: image,
                explainer: explainer,
                picture: StimulusRecord.Picture(
                    file: file,
                    fileSHA256: hash,
                    pixelsSHA256: pixels,
                    width: picture.width,
                    height: picture.height
                ),
                provenance: explainer.flatMap { maps?[$0, image]?.provenance }
            )
        )
        return pixels
    }

    private func hash(_ path: String) throws -> String {
        SHA256.hash(try Data(contentsOf: URL(fileURLWithPath: path))).hex
    }

    private func mapPath(_ explainer: ExplainerID) -> String {
        definition.explainerPaths[explainer] ?? ""
    }
}
