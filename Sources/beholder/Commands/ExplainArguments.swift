#if NativeLibraries
public import ArgumentParser
public import Attribution
import Imaging
import ModelInput
import StimulusPipeline
import StudyModel
import Tensor

/// The options of `explain`.
struct ExplainArguments: ParsableArguments {
    @Flag(help: "List every method with its parameters.")
    var list = false

    @Flag(help: "Print the list as JSON.")
    var json = false

    @Option(help: "The network, an ONNX file.")
    var model: String?

    @Option(help: "What it takes and gives, a JSON file; without it NAME.model.json beside NAME.onnx.")
    var description: String?

    @Option(help: "The picture: PNG or JPEG.")
    var image: String?

    @Option(help: "In place of a picture an input that is prepared: an .npy file [1, C, H, W].")
    var input: String?

    @Option(help: "The picture of which other-image shows the map.")
    var otherImage: String?

    @OptionGroup var pixels: PixelOptions

    @Option(help: "The method; --list has them all.")
    var method: String?

    @Option(
        help: .init("The class: its index from 0, label:NAME, or predicted.", valueName: "class"),
        transform: ExplainArguments.target
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

    @Option(help: "Where the random numbers of a method start.")
    var seed: UInt64 = 0

    @Option(help: "Compare the maps of so many seeds, for methods that draw random numbers.")
    var seeds = 1

    @Option(help: "What becomes of channels: sum, mean, max-abs, l2; the paper's choice without it.")
    var reduction: MapSteps.Reduction?

    @Option(help: "What becomes of signs: signed, positive, absolute; the paper's choice without it.")
    var sign: MapSteps.Rectification?

    @Option(help: "How coarse maps are enlarged: nearest, bilinear, bicubic; bilinear without it.")
    var upsampling: MapSteps.Upsampling?

    @Flag(help: "The attribution as computed, before reduction and upsampling.")
    var raw = false

    @Option(help: "The file to write: .npy, .png or .json.")
    var output: String?

    static func target(_ text: String) throws -> ExplanationTarget {
        do {
            return try ExplanationTarget(parsing: text)
        } catch let error as ModelInputError {
            throw ValidationError(error.message)
        }
    }

    func check() throws {
        guard !list else { return }
        guard (1...100).contains(seeds) else { throw ValidationError("--seeds is from 1 to 100.") }
        guard model != nil else { throw ValidationError("Missing --model.") }
        guard method != nil else { throw ValidationError("Missing --method; `beholder explain --list` has them all.") }
        guard let output else { throw ValidationError("Missing --output.") }
        guard (input == nil) != (image == nil) else {
            throw ValidationError(
                input == nil ? "Missing --image or --input." : "--image and --input exclude each other."
            )
        }
        switch Ending(of: output) {
        case nil: throw ValidationError("--output ends in .npy, .png or .json, which says what is written.")
        case .png? where input != nil || raw:
            throw ValidationError("A picture is drawn of a map over an --image; write .npy or .json here.")
        default: break
        }
    }

    /// What a file's ending says of what is written.
    enum Ending: String {
        case npy, png, json

        init?(of path: String) {
            self.init(rawValue: path.split(separator: ".").last.map { $0.lowercased() } ?? "")
        }
    }

    func network() throws -> Network {
        let said = try description.map { try ModelDescription.read($0) }
        let path = model ?? ""
        return try Network(reading: path, description: said ?? ModelDescription.beside(modelPath: path))
    }

    func picture(for network: Network) throws -> ExplainedPicture {
        if let input { return try ExplainedPicture(NPYFile.read(input), for: network) }
        return try ExplainedPicture(read(image ?? ""), for: network)
    }

    func otherInput(for network: Network) throws -> Tensor? {
        try otherImage.map { try ExplainedPicture(read($0), for: network).input }
    }

    private func read(_ path: String) throws -> RasterImage {
        try ImageFile.read(path, pixelLimit: pixels.maxMegapixels * 1_000_000)
    }

    func recipe() throws -> MapRecipe {
        let given = try ParameterAssignments.single(set)
        return try MapRecipe(method ?? "", layer: layer, seed: seed) {
            try ParameterValues(parsing: given, for: $0)
        }
    }

    func steps(_ traits: ExplainerTraits) -> MapSteps {
        MapSteps(
            reduction ?? traits.map.reduction,
            sign ?? traits.map.rectification,
            upsampling ?? traits.map.upsampling
        )
    }

    /// What was given and is not used.
    func notes(_ traits: ExplainerTraits) -> [String] {
        guard let layer, !traits.usesLayer else { return [] }
        return ["\(traits.id) reads no layer; --layer \(layer) is not used."]
    }

    /// - Throws: `CocoaError` with the path, or `ImagingError` for a map that cannot be drawn.
    func write(
        _ map: Tensor,
        _ provenance: MapProvenance,
        _ traits: ExplainerTraits,
        _ steps: MapSteps?,
        _ picture: ExplainedPicture
    ) throws {
        let path = output ?? ""
        switch Ending(of: path) {
        case .json?: try MapDocument(map, provenance, steps: steps).write(to: path)
        case .png?:
            guard let seen = picture.picture else { return }
            let isSigned = traits.isSigned && (steps ?? traits.map).keepsSign
            try PictureFile.write(
                MapDrawing.render(map, isSigned: isSigned, over: seen),
                to: path,
                as: provenance.summary
            )
        default: try TensorFile.write(map, to: path, as: provenance.summary)
        }
    }
}

extension MapSteps.Reduction: ExpressibleByArgument {}
extension MapSteps.Rectification: ExpressibleByArgument {}
extension MapSteps.Upsampling: ExpressibleByArgument {}
#endif
