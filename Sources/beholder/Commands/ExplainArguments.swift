#if NativeLibraries
public import ArgumentParser
public import Attribution
import StimulusPipeline
import StudyModel
import Tensor

/// The options of `explain`.
struct ExplainArguments: ParsableArguments {
    @Flag(help: "List every method with its parameters.")
    var list = false

    @Flag(help: "Print the list as JSON.")
    var json = false

    @OptionGroup var explained: ExplanationOptions

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

    func check() throws {
        guard !list else { return }
        guard (1...100).contains(seeds) else { throw ValidationError("--seeds is from 1 to 100.") }
        guard explained.method != nil else {
            throw ValidationError("Missing --method; `beholder explain --list` has them all.")
        }
        guard let output else { throw ValidationError("Missing --output.") }
        try explained.check()
        switch Ending(of: output) {
        case nil: throw ValidationError("--output ends in .npy, .png or .json, which says what is written.")
        case .png? where explained.input != nil || raw:
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

    func steps(_ traits: ExplainerTraits) -> MapSteps {
        MapSteps(
            reduction ?? traits.map.reduction,
            sign ?? traits.map.rectification,
            upsampling ?? traits.map.upsampling
        )
    }

    /// What was given and is not used.
    func notes(_ traits: ExplainerTraits) -> [String] {
        guard let layer = explained.layer, !traits.usesLayer else { return [] }
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
