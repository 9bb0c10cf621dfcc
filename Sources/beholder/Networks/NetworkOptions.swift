#if NativeLibraries
import ArgumentParser
import Imaging
import ModelInput
import StimulusPipeline
import Tensor

/// The options of every command that runs a network.
struct NetworkOptions: ParsableArguments {
    @Option(help: "The network, an ONNX file.")
    var model: String

    @Option(help: "What it takes and gives, a JSON file; without it NAME.model.json beside NAME.onnx.")
    var description: String?

    /// - Parameter isDescribed: Whether the description is read.
    func open(isDescribed: Bool = true) throws -> Network {
        guard isDescribed else { return try Network(reading: model, description: nil) }
        let said = try description.map { try ModelDescription.read($0) }
        return try Network(reading: model, description: said ?? ModelDescription.beside(modelPath: model))
    }
}

/// What a network is given: a picture, or an input that was prepared elsewhere.
struct NetworkInputOptions: ParsableArguments {
    @Option(help: "The input, prepared: an .npy file such as [N, 3, 224, 224].")
    var input: String?

    @Option(help: "The input, a picture: PNG or JPEG.")
    var image: String?

    @OptionGroup var pixels: PixelOptions

    func validate() throws {
        guard (input == nil) != (image == nil) else {
            throw ValidationError(
                input == nil ? "Missing --image or --input." : "--image and --input exclude each other."
            )
        }
    }

    /// The input of a network.
    func tensor(for network: Network) throws -> Tensor {
        if let input { return try NPYFile.read(input) }
        let picture = try ImageFile.read(image ?? "", pixelLimit: pixels.maxMegapixels * 1_000_000)
        return try network.prepare(picture)
    }
}
#endif
