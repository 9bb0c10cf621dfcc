#if NativeLibraries
import ArgumentParser
import Foundation
import ModelGraph
import StimulusPipeline
import StudyReport

struct BenchmarkModel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Measure the speed and the memory of a network.",
        discussion: """
            The time is the median of repeated runs after one that warms up, on seeded random inputs.

            Example: beholder benchmark model --model resnet50.onnx --batch 16 --gradient
            """
    )

    @Option(help: "The network, an ONNX file.")
    var model: String

    @Option(help: "How many images at once.")
    var batch = 16

    @Flag(help: "Run forward and back to the input.")
    var gradient = false

    @Flag(help: "Score every position of a 32-pixel window of zeros, 16 pixels apart, over one image.")
    var occlusion = false

    @Option(help: "How many threads; one for each core without it.")
    var threads: Int?

    @Option(help: "How many runs; without it at least 3, and at least 2 seconds.")
    var repeats: Int?

    @Flag(help: "Print the results as JSON.")
    var json = false

    private struct Report: Encodable {
        let batch: Int
        let threads: Int
        let runs: Int
        let millisecondsPerImage: Double
        let fastestMillisecondsPerImage: Double
        let peakResidentBytes: Int
        let oneDNN: String
    }

    func validate() throws {
        guard (1...4096).contains(batch) else { throw ValidationError("--batch is from 1 to 4096.") }
        guard (1...1024).contains(threads ?? 1) else { throw ValidationError("--threads is from 1 to 1024.") }
        guard (1...1_000_000).contains(repeats ?? 1) else { throw ValidationError("--repeats is 1 or more.") }
        guard !gradient || !occlusion else {
            throw ValidationError("--gradient and --occlusion exclude each other.")
        }
    }

    func run() async throws {
        let model = try Model(reading: model)
        if let threads { try await Model.setThreadCount(threads) }
        let workload = try ModelWorkload(
            gradient ? .gradient : occlusion ? .occlusion : .forward,
            of: model,
            batch: batch
        )
        let times = try await workload.measure(repeats: repeats)
        let middle = (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
        let images = Double(workload.images)
        let report = Report(
            batch: batch,
            threads: try await Model.threadCount(),
            runs: times.count,
            millisecondsPerImage: middle / images,
            fastestMillisecondsPerImage: times[0] / images,
            peakResidentBytes: ProcessMemory.peakResidentBytes,
            oneDNN: Model.oneDNNVersion
        )
        try json ? Output.json(report) : Output.result(text(of: report))
    }

    private func text(of report: Report) -> String {
        """
        time an image  \(NumberText.fixed(report.millisecondsPerImage, 2)) ms, median of \(report.runs) runs \
        (fastest \(NumberText.fixed(report.fastestMillisecondsPerImage, 2)) ms)
        peak memory    \(NumberText.fixed(Double(report.peakResidentBytes) / 0x1p20, 0)) MiB
        batch          \(report.batch)
        threads        \(report.threads)
        oneDNN         \(report.oneDNN)
        """
    }
}
#endif
