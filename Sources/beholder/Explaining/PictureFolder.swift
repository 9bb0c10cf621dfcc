#if NativeLibraries
import Foundation

/// The pictures of a folder, by name.
struct PictureFolder {
    let files: [String]

    /// - Throws: `CocoaError` where the folder cannot be read or has no picture.
    init(path: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        files = names.filter { name in
            !name.hasPrefix(".") && ["png", "jpg", "jpeg"].contains((name as NSString).pathExtension.lowercased())
        }.sorted().map { "\(path)/\($0)" }
        guard files.isEmpty else { return }
        throw CocoaError(
            .fileReadNoSuchFile,
            userInfo: [NSFilePathErrorKey: "\(path)/*.png, *.jpg"]
        )
    }
}
#endif
