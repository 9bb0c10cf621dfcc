#if NativeLibraries
import ArgumentParser
import ModelGraph
import StimulusPipeline

struct ModelRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a network and write any of its tensors.",
        discussion: """
            `output` stands for the network's first output; `beholder model inspect --tensors` lists the others.

            Example: beholder model run --model resnet50.onnx --input x.npy --fetch output=scores.npy
            """
    )

    /// A tensor and the file that it goes to.
    struct Fetch {
        let tensor: String
        let path: String

        init(parsing text: String) throws {
            guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
                text.index(after: equals) != text.endIndex
            else { throw ValidationError("expected TENSOR=FILE.npy, such as output=scores.npy") }
            tensor = String(text[..<equals])
            path = String(text[text.index(after: equals)...])
        }
    }

    @OptionGroup var options: NetworkOptions

    @OptionGroup var inputs: NetworkInputOptions

    @Option(
        help: .init("A tensor to write, and the file; may be repeated.", valueName: "tensor=file"),
        transform: Fetch.init(parsing:)
    )
    var fetch: [Fetch]

    func validate() throws {
        let paths = fetch.map(\.path)
        if let twice = paths.first(where: { path in paths.count { $0 == path } > 1 }) {
            throw ValidationError("Two tensors would be written to \(twice).")
        }
    }

    func run() async throws {
        let network = try options.open(isDescribed: inputs.image != nil)
        let input = try inputs.tensor(for: network)
        let wanted = fetch.map { $0.tensor == "output" ? network.model.outputNames[0] : $0.tensor }
        let tensors = try await network.model.run([network.inputName(): input], fetching: wanted)
        for (name, file) in zip(wanted, fetch) {
            guard let tensor = tensors[name] else {
                throw ModelError(.unknownTensor, "\(options.model) did not compute \(name).")
            }
            try TensorFile.write(tensor, to: file.path, as: name)
        }
    }
}
#endif
