#if NativeLibraries
import ArgumentParser
import Attribution
import Imaging
import ModelInput
import StimulusPipeline
import Tensor

/// Whose decision about what is explained, and by which method.
struct ExplanationOptions: ParsableArguments {
    @Option(help: "The network, an ONNX file.")
    var model: String?

    @Option(help: "What it takes and gives, a JSON file; without it NAME.model.json beside NAME.onnx.")
    var description: String?

    @Option(help: "The picture: PNG or JPEG.")
    var image: String?

    @Option(help: "In place of a picture an input that is prepared: an .npy file [1, C, H, W].")
    var input: String?

    @Option(help: "Another picture, for methods and substitutes that take one.")
    var otherImage: String?

    @OptionGroup var pixels: PixelOptions

    @Option(help: "The method that makes the map; `beholder explain --list` has them all.")
    var method: String?

    @Option(
        help: .init("The class: its index from 0, label:NAME, or predicted.", valueName: "class"),
        transform: ExplanationOptions.target
    )
    var target: ExplanationTarget = .predicted

    @Option(
        help: .init(
            "The tensor that a layer's method reads; `model inspect` says which is chosen.",
            valueName: "tensor"
        )
    )
    var layer: String?

    @Option(help: .init("A parameter of the method, such as samples=4000; can be repeated.", valueName: "name=value"))
    var set: [String] = []

    @Option(help: "Where random numbers start.")
    var seed: UInt64 = 0

    static func target(_ text: String) throws -> ExplanationTarget {
        do {
            return try ExplanationTarget(parsing: text)
        } catch let error as ModelInputError {
            throw ValidationError(error.message)
        }
    }

    /// Options cannot be required where `--list` goes without them, so commands call this.
    func check() throws {
        guard model != nil else { throw ValidationError("Missing --model.") }
        guard (input == nil) != (image == nil) else {
            throw ValidationError(
                input == nil ? "Missing --image or --input." : "--image and --input exclude each other."
            )
        }
    }

    var pixelLimit: Int { pixels.maxMegapixels * 1_000_000 }

    func network() throws -> Network {
        let said = try description.map { try ModelDescription.read($0) }
        let path = model ?? ""
        return try Network(reading: path, description: said ?? ModelDescription.beside(modelPath: path))
    }

    func picture(for network: Network) throws -> ExplainedPicture {
        if let input { return try ExplainedPicture(NPYFile.read(input), for: network) }
        return try ExplainedPicture(ImageFile.read(image ?? "", pixelLimit: pixelLimit), for: network)
    }

    func otherInput(for network: Network) throws -> Tensor? {
        try otherImage.map { try ExplainedPicture(ImageFile.read($0, pixelLimit: pixelLimit), for: network).input }
    }

    /// How the map is made; nil without a method.
    func recipe() throws -> MapRecipe? {
        guard let method else { return nil }
        let given = try ParameterAssignments.single(set)
        return try MapRecipe(method, layer: layer, seed: seed) { try ParameterValues(parsing: given, for: $0) }
    }
}
#endif
