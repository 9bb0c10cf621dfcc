#if NativeLibraries
import ArgumentParser
import ModelInput
import StimulusPipeline

struct ModelGradient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gradient",
        abstract: "Write the gradient of a class score.",
        discussion: """
            The score is taken before a final softmax and, of a batch, summed over its images.

            Example: beholder model gradient --model resnet50.onnx --input x.npy --target 281 --output gradient.npy
            """
    )

    @OptionGroup var options: NetworkOptions

    @OptionGroup var inputs: NetworkInputOptions

    @Option(
        help: .init("The class: its index from 0, or label:NAME.", valueName: "class"),
        transform: ModelGradient.reference
    )
    var target: ClassReference

    @Option(help: .init("What to differentiate by, in place of the input.", valueName: "tensor"))
    var of: String?

    @Option(help: "The .npy file to write, of the shape of what is differentiated by.")
    var output: String

    private static func reference(_ text: String) throws -> ClassReference {
        do {
            return try ClassReference(parsing: text)
        } catch let error as ModelInputError {
            throw ValidationError(error.message)
        }
    }

    func run() async throws {
        let network = try options.open()
        let gradient = try await network.gradient(of: target, by: of, input: inputs.tensor(for: network))
        try TensorFile.write(gradient, to: output, as: "the gradient of class \(target)")
    }
}
#endif
