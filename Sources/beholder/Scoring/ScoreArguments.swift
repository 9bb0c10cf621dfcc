#if NativeLibraries
import ArgumentParser
import Attribution
import AttributionMetrics
import Foundation
import Imaging
import ModelInput
import StimulusPipeline
import Tensor

/// The options of `score` for one map.
struct ScoreArguments: ParsableArguments {
    @Option(help: "The network, an ONNX file.")
    var model: String?

    @Option(help: "What it takes and gives, a JSON file; without it NAME.model.json beside NAME.onnx.")
    var description: String?

    @Option(help: "The picture: PNG or JPEG.")
    var image: String?

    @Option(help: "In place of a picture an input that is prepared: an .npy file [1, C, H, W].")
    var input: String?

    @Option(help: "The map: .npy of [H, W], or a grayscale PNG; without it that of --method.")
    var map: String?

    @Option(
        help: .init("The class: its index from 0, label:NAME, or predicted.", valueName: "class"),
        transform: ExplainArguments.target
    )
    var target: ExplanationTarget = .predicted

    @Option(help: "The method that made the map, for metrics that make others to compare with.")
    var method: String?

    @Option(help: .init("The tensor that a layer's method reads.", valueName: "tensor"))
    var layer: String?

    @Option(help: .init("A parameter of the method, such as samples=4000; can be repeated.", valueName: "name=value"))
    var set: [String] = []

    @Option(help: "Where random numbers start.")
    var seed: UInt64 = 0

    @Option(help: "Another picture, for --substitute image and for methods that show the map of another one.")
    var otherImage: String?

    @Option(help: "Where the object is: a picture as large as the network's view or as the photo, white inside.")
    var mask: String?

    @Option(help: .init("In place of a mask a box in the network's view.", valueName: "x,y,w,h"))
    var box: String?

    @Option(help: "Where people look, a map.")
    var humanMap: String?

    @Option(help: "A map to compare with.")
    var against: String?

    func check() throws {
        guard model != nil else { throw ValidationError("Missing --model.") }
        guard (input == nil) != (image == nil) else {
            throw ValidationError(
                input == nil ? "Missing --image or --input." : "--image and --input exclude each other."
            )
        }
        guard map != nil || method != nil else {
            throw ValidationError("Missing --map, or --method to make the map.")
        }
        guard mask == nil || box == nil else { throw ValidationError("--mask and --box exclude each other.") }
    }

    func network() throws -> Network {
        let path = model ?? ""
        let said = try description.map { try ModelDescription.read($0) }
        return try Network(reading: path, description: said ?? ModelDescription.beside(modelPath: path))
    }

    func picture(for network: Network, pixelLimit: Int) throws -> ExplainedPicture {
        if let input { return try ExplainedPicture(NPYFile.read(input), for: network) }
        return try ExplainedPicture(ImageFile.read(image ?? "", pixelLimit: pixelLimit), for: network)
    }

    func otherInput(for network: Network, pixelLimit: Int) throws -> Tensor? {
        try otherImage.map { try ExplainedPicture(ImageFile.read($0, pixelLimit: pixelLimit), for: network).input }
    }

    func recipe() throws -> MapRecipe? {
        guard let method else { return nil }
        let given = try ParameterAssignments.single(set)
        return try MapRecipe(method, layer: layer, seed: seed) { try ParameterValues(parsing: given, for: $0) }
    }

    /// `[H,W]` of the view; a picture of the photo's own size is cut as the photo is.
    func region(of picture: ExplainedPicture, for network: Network, pixelLimit: Int) throws -> Tensor? {
        let (height, width) = (picture.input.shape[1], picture.input.shape[2])
        if let box { return try Self.region(box, height: height, width: width) }
        guard let mask else { return nil }
        let read = try ImageFile.read(mask, pixelLimit: pixelLimit)
        let view = PixelSize(width: width, height: height)
        if read.size == view || image == nil { return read.regionMask }
        return try ExplainedPicture(read, for: network).picture?.regionMask
    }

    private static func region(_ text: String, height: Int, width: Int) throws -> Tensor {
        let numbers = text.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard numbers.count == 4, numbers[0] >= 0, numbers[1] >= 0, numbers[2] > 0, numbers[3] > 0,
            numbers[0] + numbers[2] <= width, numbers[1] + numbers[3] <= height
        else {
            throw ValidationError("--box takes x,y,width,height inside of the \(width)×\(height) view, not \(text).")
        }
        var values = [Float](repeating: 0, count: height * width)
        for row in numbers[1]..<numbers[1] + numbers[3] {
            for column in numbers[0]..<numbers[0] + numbers[2] { values[row * width + column] = 1 }
        }
        return Tensor(shape: [height, width], values: values)
    }
}
#endif
