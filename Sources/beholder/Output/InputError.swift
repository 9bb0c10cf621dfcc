import Foundation
import StudyModel

/// Why a file named on the command line is no use.
struct InputError: Error, CustomStringConvertible {
    enum Code {
        /// The file is missing or cannot be read.
        case unreadable
        /// The file is not JSON, or not what is expected.
        case malformed
    }

    let code: Code
    let message: String
    let cause: any Error

    var description: String { message }

    /// Reads an input file, whose name is added to the errors of reading it.
    /// - Parameter expected: What the argument has to be.
    static func naming<Value>(_ path: String, expected: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let error as CocoaError {
            throw InputError(code: .unreadable, message: "\(text(of: error)); expected \(expected)", cause: error)
        } catch let error as DecodingError {
            throw InputError(code: .malformed, message: "\(path) is not JSON; expected \(expected)", cause: error)
        } catch let error as InvalidDefinition {
            throw InputError(code: .malformed, message: "\(path) is not \(expected):\n\(error)", cause: error)
        }
    }

    /// A failure of the file system with the file's name, which Foundation's own text leaves out.
    static func text(of error: CocoaError) -> String {
        let path = error.filePath ?? error.url?.relativePath ?? "a file"
        let reason =
            switch error.code {
            case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file or folder"
            case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
            case .fileWriteOutOfSpace: "the disk is full"
            default:
                (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
                    ?? error.localizedDescription
            }
        return "\(path): \(reason)"
    }
}
