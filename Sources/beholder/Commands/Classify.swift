#if NativeLibraries
import ArgumentParser
import ModelGraph
import ModelInput
import StimulusPipeline
import StudyReport

struct Classify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a network say what is in a picture.",
        discussion: """
            NAME.model.json beside NAME.onnx says how pictures are prepared, what the scores are and where the names \
            of the classes are; what it leaves open is assumed, and said on standard error.

            Example: beholder classify --model resnet50.onnx --image cat.jpg --top 3
            """
    )

    @OptionGroup var options: NetworkOptions

    @OptionGroup var inputs: NetworkInputOptions

    @Option(help: "How many classes, the most probable first.")
    var top = 5

    @Flag(help: "Print the classes as JSON.")
    var json = false

    private struct Entry: Encodable {
        let index: Int
        let label: String?
        let probability: Double
    }

    func validate() throws {
        guard top >= 1 else { throw ValidationError("--top is 1 or more.") }
    }

    func run() async throws {
        let network = try options.open()
        let input = try inputs.tensor(for: network)
        let name = network.outputName
        guard let output = try await network.model.run([network.inputName(): input], fetching: [name])[name] else {
            throw ModelError(.unknownTensor, "\(options.model) did not compute \(name).")
        }
        let said = network.description?.scoreKind
        let reading = try ScoreReading(description: said, endsInSoftmax: network.givesProbabilities, output: output)
        if said == nil { Output.message(reading.reason) }
        let scores = try ClassScores(output: output, kind: reading.kind)
        let predictions = try scores.top(top, labels: network.labels())
        guard json else { return try Output.result(text(of: predictions)) }
        let entries = predictions.map { Entry(index: $0.index, label: $0.label, probability: $0.probability) }
        try Output.json(["top": entries])
    }

    private func text(of predictions: [ClassScores.Prediction]) -> String {
        let isNamed = predictions.contains { $0.label != nil }
        var table = TextTable(
            ["class"] + (isNamed ? ["label"] : []) + ["probability", ""],
            [.right] + (isNamed ? [.left] : []) + [.right, .left]
        )
        for prediction in predictions {
            let share = NumberText.fixed(100 * prediction.probability, 2) + " %"
            table.add(
                [String(prediction.index)] + (isNamed ? [prediction.label ?? ""] : [])
                    + [share, Self.bar(prediction.probability)]
            )
        }
        return table.text
    }

    /// A bar of at most 30 columns, in eighths of one.
    private static func bar(_ share: Double) -> String {
        let eighths = Int((share * 30 * 8).rounded())
        let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + rest[eighths % 8]
    }
}
#endif
