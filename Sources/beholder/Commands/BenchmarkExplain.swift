#if NativeLibraries
import ArgumentParser
import Attribution
import ModelGraph
import StimulusPipeline
import StudyReport
import Tensor

struct BenchmarkExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Measure the speed and the memory of a method.",
        discussion: """
            The time is the median of repeated maps after one that warms up.

            Example: beholder benchmark explain --model resnet50.onnx --input x.npy --method rise --set samples=4000
            """
    )

    @Option(help: "The network, an ONNX file.")
    var model: String

    @Option(help: "The input, prepared: an .npy file [1, C, H, W].")
    var input: String

    @Option(help: "The method.")
    var method: String

    @Option(help: .init("The tensor that a layer's method reads.", valueName: "tensor"))
    var layer: String?

    @Option(help: .init("A parameter of the method; can be repeated.", valueName: "name=value"))
    var set: [String] = []

    @Option(help: "How many threads; one for each core without it.")
    var threads: Int?

    @Option(help: "How many maps; without it at least 3, and at least 2 seconds.")
    var repeats: Int?

    @Flag(help: "Print the results as JSON.")
    var json = false

    private struct Report: Encodable {
        let method: String
        let threads: Int
        let runs: Int
        let milliseconds: Double
        let fastestMilliseconds: Double
        let peakResidentBytes: Int
    }

    func run() async throws {
        let network = try Network(reading: model, description: nil)
        if let threads { try await Model.setThreadCount(threads) }
        let picture = try ExplainedPicture(NPYFile.read(input), for: network)
        let given = try ParameterAssignments.single(set)
        let recipe = try MapRecipe(method, layer: layer, seed: 1) { try ParameterValues(parsing: given, for: $0) }
        let target = try await network.prediction(.predicted, of: picture)
        var times: [Double] = []
        let bar = ProgressBar("Measuring", unit: "maps")
        while times.count < (repeats ?? 3) + 1 || (repeats == nil && times.dropFirst().reduce(0, +) < 2000) {
            let start = ContinuousClock.now
            _ = try await recipe.map(of: picture, by: network, target: target, version: Beholder.version)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            bar.update(times.count, of: repeats)
        }
        bar.finish()
        let sorted = times.dropFirst().sorted()
        let report = Report(
            method: method,
            threads: try await Model.threadCount(),
            runs: sorted.count,
            milliseconds: (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2,
            fastestMilliseconds: sorted[0],
            peakResidentBytes: ProcessMemory.peakResidentBytes
        )
        try json ? Output.json(report) : Output.result(text(of: report))
    }

    private func text(of report: Report) -> String {
        """
        time a map     \(NumberText.fixed(report.milliseconds, 2)) ms, median of \(report.runs) \
        (fastest \(NumberText.fixed(report.fastestMilliseconds, 2)) ms)
        peak memory    \(NumberText.fixed(Double(report.peakResidentBytes) / 0x1p20, 0)) MiB
        threads        \(report.threads)
        """
    }
}
#endif
