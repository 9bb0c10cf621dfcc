import Foundation
import Digest
public import Imaging
public import StudyModel
import Tensor

/// From a study definition and the files it names to what participants see.
public struct StimulusPipeline: Sendable {
    /// Pictures with more pixels are refused before memory is taken for them.
    public var pixelLimit: Int

    /// A pipeline with a limit on the size of pictures and maps, 100 megapixels unless told otherwise.
    public init(pixelLimit: Int = ImageFile.defaultPixelLimit) {
        self.pixelLimit = pixelLimit
    }

    /// A study's definition with everything it shows.
    public struct Examination: Sendable {
        /// The definition's bytes.
        public var bytes: [UInt8]
        /// SHA-256 of the bytes, in hex.
        public var sha256: String
        /// The folder to which the study's paths are relative.
        public var folder: String
        /// The study as far as it could be understood.
        public var study: Study
        /// Everything wrong: with the definition in the order of the document, then with its files image by image.
        public var issues: [DefinitionIssue]
        /// The stimuli with their hashes; complete when there are no issues.
        public var stimuli: [StimulusRecord]
        /// Pairs of maps that no trial can show, where the study does not stop at them.
        public var voidPairs: [VoidPair] = []
    }

    /// Reads a definition, and every picture and map that its blocks show.
    /// - Parameters:
    ///   - path: The definition file.
    ///   - maps: The maps that the study's methods have computed; without them, those maps are not looked at.
    ///   - allowsPending: Whether maps that are not there yet become stimuli without a picture.
    ///   - progress: Told after each image how many of how many are done.
    /// - Returns: What was found; a definition file that cannot be read is an issue too.
    /// - Complexity: O(pixels shown); memory is bounded by one image and its maps.
    package func examine(
        _ path: String,
        maps: PreparedMaps? = nil,
        allowsPending: Bool = false,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) -> Examination {
        let (bytes, definition) = Self.read(path)
        let folder = StudyFolder(path: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        var examination = Examination(
            bytes: bytes,
            sha256: SHA256.hash(bytes).hex,
            folder: folder.path,
            study: definition.study,
            issues: definition.issues,
            stimuli: []
        )
        examination.issues += Self.methodIssues(definition)
        let shown = definition.study.shownImages
        var check = ImageCheck(
            definition: definition,
            folder: folder,
            pixelLimit: pixelLimit,
            maps: maps,
            allowsPending: allowsPending
        )
        for (done, image) in shown.enumerated() {
            check.run(image)
            progress(done + 1, shown.count)
        }
        examination.issues += check.issues
        examination.stimuli = check.records
        examination.voidPairs = check.voidPairs
        return examination
    }

    /// What is wrong with the methods of computed maps.
    private static func methodIssues(_ definition: StudyDefinition) -> [DefinitionIssue] {
        #if NativeLibraries
        return StudyMethods(definition).issues + StudyScores(definition).issues
        #else
        return definition.study.explainers.compactMap { explainer in
            guard case .computed = explainer.source else { return nil }
            return DefinitionIssue(
                path: definition.explainerPaths[explainer.id] ?? "",
                code: .invalidValue,
                found: "maps to compute",
                expected: "imported maps: this program was built without the libraries that compute maps"
            )
        }
        #endif
    }

    static func read(_ path: String) -> ([UInt8], StudyDefinition) {
        let expected = "a study definition in JSON"
        do {
            let source = try ByteSource(path: path)
            guard source.byteCount <= StudyDefinition.sizeLimit else {
                let found = "\(path) of \(source.byteCount / 1_000_000) MB"
                let allowed = expected + " of at most \(StudyDefinition.sizeLimit / 1_000_000) MB"
                let issue = DefinitionIssue(path: "", code: .unreadableFile, found: found, expected: allowed)
                return ([], .unreadable(issue))
            }
            let bytes = try source.readAll()
            return (bytes, StudyDefinition.read(Data(bytes)))
        } catch {
            return (
                [],
                .unreadable(DefinitionIssue(path: "", code: .unreadableFile, message: "\(error)", expected: expected))
            )
        }
    }

    /// The picture of a stimulus as PNG.
    /// - Throws: ``StimulusError`` when its files are gone or are not what they were when the study was created.
    public func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) throws -> [UInt8] {
        let source = study.image(stimulus.image)
        guard let shown = stimulus.picture else {
            throw StimulusError(.missing, "The map of \(stimulus.image) is not computed yet; ask for its trial first")
        }
        let renderer = StimulusRenderer(study: study)
        let folder = StudyFolder(path: folder)
        var image = renderer.view(
            of: try ImageFile.read(try path(source?.file ?? "", in: folder), pixelLimit: pixelLimit)
        )
        if stimulus.explainer != nil {
            let map = try MapFile.read(try path(shown.file, in: folder), pixelLimit: pixelLimit)
            image = try renderer.render(map, over: image)
        }
        guard image.pixelHash.hex == shown.pixelsSHA256 else {
            throw StimulusError(
                .changed,
                "\(shown.file) or its image no longer gives the picture that the study was created with; "
                    + "put the file back, or run `beholder create` again to make a new version of the study"
            )
        }
        return try ImageFile.encodePNG(image)
    }

    private func path(_ relative: String, in folder: StudyFolder) throws -> String {
        guard case .file(let path) = folder.resolve(relative) else {
            throw StimulusError(.missing, "\(relative) is not in \(folder.path) any more; put the file back")
        }
        return path
    }
}

/// Why a stored stimulus cannot be shown.
public struct StimulusError: Error, Sendable, CustomStringConvertible {
    /// The kinds of error.
    public enum Code: Sendable {
        /// A file is gone.
        case missing
        /// A file is not what it was.
        case changed
    }

    /// What went wrong.
    public let code: Code
    /// What was found and what to do.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// ``message``.
    public var description: String { message }
}
