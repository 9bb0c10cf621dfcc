#if NativeLibraries
import Foundation
import Imaging
import ModelInput
import StimulusPipeline
import Tensor

/// The pictures of a folder, by name.
struct PictureFolder {
    let files: [String]
    private let pixelLimit: Int

    /// - Throws: `CocoaError` where the folder cannot be read or has no picture.
    init(path: String, pixelLimit: Int) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        files = names.filter { name in
            !name.hasPrefix(".") && ["png", "jpg", "jpeg"].contains((name as NSString).pathExtension.lowercased())
        }.sorted().map { "\(path)/\($0)" }
        self.pixelLimit = pixelLimit
        guard files.isEmpty else { return }
        throw CocoaError(
            .fileReadNoSuchFile,
            userInfo: [NSFilePathErrorKey: "\(path)/*.png, *.jpg"]
        )
    }

    /// Visits the pictures as a network takes them, each with the input of the next one: another, unless there is only one.
    ///
    /// No more than three are in memory. All are read once before, so that a damaged one is told before the work begins.
    ///
    /// - Throws: `ImagingError` or `ModelInputError`, and what `body` throws.
    func forEach(
        for network: Network,
        _ body: (_ file: String, _ picture: ExplainedPicture, _ otherInput: Tensor?) async throws -> Void
    ) async throws {
        func read(_ file: String) throws -> ExplainedPicture {
            try ExplainedPicture(ImageFile.read(file, pixelLimit: pixelLimit), for: network)
        }
        for file in files { _ = try read(file) }
        let first = try read(files[0])
        var current = first
        for (index, file) in files.enumerated() {
            let next = index + 1 < files.count ? try read(files[index + 1]) : first
            try await body(file, current, files.count > 1 ? next.input : nil)
            current = next
        }
    }
}
#endif
