import ArgumentParser
import Foundation
import StudyEngine
import StudyModel
import StudyService
import StudyStore

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let simulated participants answer a study.",
        discussion: """
            They go through the same engine and database as people, are marked as simulated, and take nobody's place.

            Example: beholder simulate scenes --participants 24 --seed 1 --observer model
            """
    )

    @Argument(help: "The study's id.")
    var study: String

    @OptionGroup var options: DatabaseOptions

    @Option(help: "How many simulated participants.")
    var participants: Int

    @Option(help: "The seed of their answers.")
    var seed: UInt64 = 1

    @Option(help: "random, model (the study's explainers from best to worst), or a JSON file with an observer model.")
    var observer = "model"

    @Option(help: "Append the id of each response to this file once it is durable.")
    var acknowledged: String?

    func validate() throws {
        guard participants >= 0 else { throw ValidationError("--participants must be 0 or more.") }
    }

    func run() throws {
        let store = try options.open()
        let simulation = try Simulation(of: StudyID(study), in: store, seed: seed, observer: makeObserver)
        let log = try acknowledged.map(AcknowledgmentLog.init)
        let bar = ProgressBar("Simulating", unit: "participants")
        let start = ContinuousClock.now
        let responses = try simulation.run(
            participants: participants,
            acknowledged: { try log?.append($0) },
            progress: { bar.update($0, of: participants) }
        )
        bar.finish()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        Output.message(
            "\(participants) simulated participants gave \(responses) responses "
                + "(\(Int(Double(responses) / max(seconds, 1e-9))) a second)."
        )
    }

    private func makeObserver(for study: Study) throws -> SimulatedObserver {
        switch observer {
        case "random":
            return SimulatedObserver(randomFor: study)
        case "model":
            return try SimulatedObserver(model: ObserverModel(evenlyOver: study), study: study)
        default:
            let model = try InputError.naming(observer, expected: "random, model or a JSON file with an observer model")
            {
                try JSONDecoder().decode(ObserverModel.self, from: Data(contentsOf: URL(fileURLWithPath: observer)))
            }
            return try SimulatedObserver(model: model, study: study)
        }
    }
}

/// Ids of durable responses, a line each.
private final class AcknowledgmentLog {
    private let handle: FileHandle

    init(path: String) throws {
        // Appending, since several processes may share the log.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let cause = POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path, NSUnderlyingErrorKey: cause])
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func append(_ ids: [ResponseID]) throws {
        try handle.write(contentsOf: Data(ids.map { $0.rawValue + "\n" }.joined().utf8))
    }
}
