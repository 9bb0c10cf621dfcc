#if NativeLibraries
import ArgumentParser
import Attribution
import Foundation
import StimulusPipeline
import StudyReport

struct Gallery: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a page with the maps of several methods for several pictures.",
        discussion: """
            The page holds everything that it shows. What a method cannot explain is said in its place.

            Example: beholder gallery --model resnet50.onnx --images photos --methods saliency,grad-cam,rise \
            --output gallery.html
            """
    )

    @OptionGroup var network: NetworkOptions

    @Option(help: "A folder of PNG and JPEG pictures.")
    var images: String

    @Option(help: "The methods, separated by commas.")
    var methods: String

    @Option(
        help: .init("The class: its index from 0, label:NAME, or predicted.", valueName: "class"),
        transform: ExplainArguments.target
    )
    var target: ExplanationTarget = .predicted

    @Option(help: .init("The tensor that a layer's method reads.", valueName: "tensor"))
    var layer: String?

    @Option(
        help: .init(
            "A parameter of a method, such as rise.samples=4000; can be repeated.",
            valueName: "method.name=value"
        )
    )
    var set: [String] = []

    @Option(help: "Where the random numbers of methods start.")
    var seed: UInt64 = 0

    @OptionGroup var pixels: PixelOptions

    @Option(help: "The HTML file to write.")
    var output: String

    func run() async throws {
        let network = try network.open()
        let files = try PictureFolder(path: images).files
        let assignments = try ParameterAssignments(set)
        let recipes = try methods.split(separator: ",").map { name in
            let method = name.trimmingCharacters(in: .whitespaces)
            return try MapRecipe(method, layer: layer, seed: seed) {
                try ParameterValues(parsing: assignments[method], for: $0)
            }
        }
        let builder = GalleryBuilder(
            network: network,
            recipes: recipes,
            target: target,
            pixelLimit: pixels.maxMegapixels * 1_000_000
        )
        let progress = ProgressBar("explaining", unit: "maps")
        let page = try await builder.page(of: files) { progress.update($0, of: files.count * recipes.count) }
        progress.finish()
        try Data(page.html.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
        Output.message("Wrote \(output): \(files.count) pictures, \(recipes.count) methods")
    }
}
#endif
