#if os(Linux)
import Foundation

/// The program under test, as a user meets it: arguments in; streams and an exit code out.
enum Program {
    /// `BEHOLDER`, or the executable built beside the tests.
    static let path =
        ProcessInfo.processInfo.environment["BEHOLDER"]
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("beholder").path

    /// Whether this build reads pictures, without which no study can be created.
    static var readsPictures: Bool {
        #if NativeLibraries
        true
        #else
        false
        #endif
    }

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        /// The output as JSON.
        func json() throws -> JSON { try JSON(parsing: output) }
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:],
        folder: Scratch
    ) throws -> Outcome {
        let call = UUID().uuidString
        let (output, errors) = (folder.path("\(call).out"), folder.path("\(call).err"))
        let child = try Child(
            arguments,
            environment: environment,
            streams: .files(input: try folder.write(input, to: "\(call).in"), output: output, errors: errors)
        )
        let ending = try child.wait()
        guard case .exit(let status) = ending else {
            throw TestFailure("\(arguments.joined(separator: " ")) ended by \(ending)")
        }
        return Outcome(status: status, output: try folder.text(output), errors: try folder.text(errors))
    }
}

/// Why a test cannot go on.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
#endif
