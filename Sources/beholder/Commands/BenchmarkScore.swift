#if NativeLibraries
import ArgumentParser
import Attribution
import AttributionMetrics
import Imaging
import ModelGraph
import StimulusPipeline
import StudyModel
import StudyReport
import Tensor

struct BenchmarkScore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Measure the speed and the memory of metrics.",
        discussion: """
            The time is the median of scoring a map by all of the metrics, which share passes, after one time that warms \
            up.

            Example: beholder benchmark score --model resnet50.onnx --input x.npy --map map.npy --metrics dauc,dc,iauc,ic
            """
    )

    @Option(help: "The network, an ONNX file.")
    var model: String

    @Option(help: "The inputs, prepared: an .npy file [N, C, H, W]; each is scored.")
    var input: String

    @Option(help: "The map: .npy of [H, W].")
    var map: String

    @OptionGroup var metrics: MetricsOptions

    @Option(help: "How many threads; one for each core without it.")
    var threads: Int?

    @Option(help: "How often; without it at least 3 times, and at least 2 seconds.")
    var repeats: Int?

    @Flag(help: "Print the results as JSON.")
    var json = false

    private struct Report: Encodable {
        let metrics: [String]
        let inputs: Int
        let forwardPasses: Int
        let threads: Int
        let runs: Int
        let milliseconds: Double
        let fastestMilliseconds: Double
        let peakResidentBytes: Int
        let scores: [String: Double?]
    }

    func run() async throws {
        let network = try Network(reading: model, description: nil)
        if let threads { try await Model.setThreadCount(threads) }
        let batch = try NPYFile.read(input)
        let size = batch.values.count / batch.shape[0]
        let subjects = (0..<batch.shape[0]).map { index in
            let values = Array(batch.values[index * size..<(index + 1) * size])
            return Tensor(shape: Array(batch.shape.dropFirst()), values: values)
        }
        let map = try MapFile.read(map, pixelLimit: ImageFile.defaultPixelLimit)
        let recipes = try metrics.recipes()
        let targets = try await network.classifier().allScores(batch, PassLog())
        let classes = targets.values.count / batch.shape[0]
        var (times, passes, scores): ([Double], Int, [String: Double?]) = ([], 0, [:])
        while times.count < (repeats ?? 3) + 1 || (repeats == nil && times.dropFirst().reduce(0, +) < 2000) {
            let start = ContinuousClock.now
            passes = 0
            for (index, tensor) in subjects.enumerated() {
                let own = targets.values[index * classes..<(index + 1) * classes]
                let target = own.indices.max { own[$0] < own[$1] }.map { $0 - own.startIndex } ?? 0
                let subject = try Subject(network.classifier(), input: tensor, target: target)
                let evaluation = try Evaluation(map, of: PictureScores(subject))
                for recipe in recipes {
                    scores.updateValue(try await recipe.score(evaluation).value, forKey: recipe.id.rawValue)
                }
                passes += evaluation.passes.forward
            }
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        let sorted = times.dropFirst().sorted()
        let report = Report(
            metrics: recipes.map(\.id.rawValue),
            inputs: subjects.count,
            forwardPasses: passes,
            threads: try await Model.threadCount(),
            runs: sorted.count,
            milliseconds: (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2,
            fastestMilliseconds: sorted[0],
            peakResidentBytes: ProcessMemory.peakResidentBytes,
            scores: scores
        )
        try json ? Output.json(report) : Output.result(text(of: report))
    }

    private func text(of report: Report) -> String {
        """
        time           \(NumberText.fixed(report.milliseconds, 2)) ms, median of \(report.runs) \
        (fastest \(NumberText.fixed(report.fastestMilliseconds, 2)) ms)
        passes         \(report.forwardPasses)
        peak memory    \(NumberText.fixed(Double(report.peakResidentBytes) / 0x1p20, 0)) MiB
        threads        \(report.threads)
        """
    }
}
#endif
