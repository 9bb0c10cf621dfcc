#if NativeLibraries
import ArgumentParser
import Attribution
import Imaging
import StimulusPipeline
import StudyReport

struct Sanity: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See whether maps change when the network's weights are replaced by random ones.",
        discussion: """
            Weights are replaced layer by layer from the output back (Adebayo et al. 2018, arXiv:1810.03292). A map \
            that stays as it was does not explain the network. A method passes where the rank correlation of its map \
            with the first, over magnitudes, is below --threshold once all weights are random.

            Example: beholder sanity --model resnet50.onnx --image cat.jpg --methods saliency,guided-backprop,sobel
            """
    )

    @OptionGroup var options: NetworkOptions

    @Option(help: "The picture: PNG or JPEG.")
    var image: String

    @OptionGroup var methods: MethodsOptions

    @Option(help: "How many steps of the cascade are looked at.")
    var stages = 5

    @Option(help: "Below which rank correlation a map counts as changed.")
    var threshold = 0.5

    @OptionGroup var pixels: PixelOptions

    @Flag(help: "Print the table as JSON.")
    var json = false

    func validate() throws {
        guard stages >= 1 else { throw ValidationError("--stages is 1 or more.") }
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold is from 0 to 1.") }
    }

    func run() async throws {
        let network = try options.open()
        let picture = try ExplainedPicture(
            ImageFile.read(image, pixelLimit: pixels.maxMegapixels * 1_000_000),
            for: network
        )
        let recipes = try methods.recipes()
        let check = SanityCheck(
            network: network,
            picture: picture,
            target: try await network.prediction(methods.target, of: picture),
            recipes: recipes,
            stages: stages,
            seed: methods.seed
        )
        let progress = ProgressBar("explaining", unit: "maps")
        let rows = try await check.run(version: Beholder.version) { progress.update($0, of: $1) }
        progress.finish()
        try json ? Output.json(["stages": rows]) : Output.result(text(of: rows, recipes.map { $0.traits.id }))
    }

    private func text(of rows: [SanityCheck.Row], _ methods: [String]) -> String {
        var table = TextTable(
            ["layers random"] + methods,
            [.right] + methods.map { _ in .right }
        )
        for row in rows {
            table.add(["\(row.layers) of \(row.of)"] + methods.map { Self.text(row.absoluteSpearman[$0] ?? nil) })
        }
        let last = rows.last
        table.add(
            ["changed"]
                + methods.map { method in
                    guard let value = last?.absoluteSpearman[method] ?? nil else { return "undefined" }
                    return abs(value) < threshold ? "yes" : "no"
                }
        )
        return "rank correlation of magnitudes with the map of the network as it is\n" + table.text
    }

    private static func text(_ value: Double?) -> String {
        value.map { NumberText.fixed($0, 3) } ?? "undefined"
    }
}
#endif
