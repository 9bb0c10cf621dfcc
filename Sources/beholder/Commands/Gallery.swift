#if NativeLibraries
import ArgumentParser
import Foundation
import StimulusPipeline
import StudyReport

struct Gallery: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a page with the maps of several methods for several pictures.",
        discussion: """
            The page holds everything that it shows; with --metrics each map has its scores below. What a method cannot \
            explain is said in its place.

            Example: beholder gallery --model resnet50.onnx --images photos --methods saliency,grad-cam,rise \
            --output gallery.html
            """
    )

    @OptionGroup var network: NetworkOptions

    @Option(help: "A folder of PNG and JPEG pictures.")
    var images: String

    @OptionGroup var methods: MethodsOptions

    @OptionGroup var metrics: MetricsOptions

    @OptionGroup var pixels: PixelOptions

    @Option(help: "The HTML file to write.")
    var output: String

    func run() async throws {
        let network = try network.open()
        let pictures = try PictureFolder(path: images, pixelLimit: pixels.pipeline.pixelLimit)
        let recipes = try methods.recipes()
        let builder = GalleryBuilder(
            network: network,
            recipes: recipes,
            metrics: metrics.metrics == nil ? [] : try metrics.recipes(),
            target: methods.target
        )
        let progress = ProgressBar("explaining", unit: "maps")
        let page = try await builder.page(of: pictures) {
            progress.update($0, of: pictures.files.count * recipes.count)
        }
        progress.finish()
        try Data(page.html.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
        Output.message("Wrote \(output): \(pictures.files.count) pictures, \(recipes.count) methods")
    }
}
#endif
