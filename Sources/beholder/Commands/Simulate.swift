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
            let data: Data
            do {
                data = try Data(contentsOf: URL(fileURLWithPath: observer))
            } catch {
                throw ValidationError("--observer is random, model or a file; \(observer) cannot be read.")
            }
            return try SimulatedObserver(model: JSONDecoder().decode(ObserverModel.self, from: data), study: study)
        }
    }
}

/// Ids of durable responses, a line each.
private final class AcknowledgmentLog {
    private let handle: FileHandle

    init(path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.seekToEnd()
    }

    func append(_ ids: [ResponseID]) throws {
        try handle.write(contentsOf: Data(ids.map { $0.rawValue + "\n" }.joined().utf8))
    }
}
