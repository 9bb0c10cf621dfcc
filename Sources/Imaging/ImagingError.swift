/// Why a picture or a map was refused.
public struct ImagingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable, CaseIterable {
        /// The file does not exist, is not a regular file, or cannot be read or written.
        case unreadable
        /// The content is of a format, or a variant of one, that is not read.
        case unsupportedFormat
        /// The name of the file promises another format than its content has.
        case wrongExtension
        /// The content is damaged or ends early.
        case corrupt
        /// More pixels are declared than the limit allows.
        case tooLarge
        /// The program was built without the libraries that read and write pictures.
        case builtWithoutLibraries
        /// A map is not two-dimensional, or is empty.
        case invalidShape
        /// A map has the same value everywhere, so that there is nothing to draw.
        case constant
        /// A map has a value that is NaN or infinite.
        case notFinite
    }

    /// The kind of refusal.
    public let code: Code

    /// What was found, what was expected, and what to do.
    public let message: String

    /// The place of the first bad value of a map, counted row by row from 0; only with `notFinite`.
    public let index: Int?

    /// The message.
    public var description: String { message }

    package init(_ code: Code, _ message: String, index: Int? = nil) {
        self.code = code
        self.message = message
        self.index = index
    }

    static func builtWithoutLibraries(_ task: String) -> ImagingError {
        ImagingError(
            .builtWithoutLibraries,
            "\(task) needs libpng and libjpeg-turbo, but this program was built without image libraries. "
                + "Build it with the package trait NativeLibraries."
        )
    }
}
