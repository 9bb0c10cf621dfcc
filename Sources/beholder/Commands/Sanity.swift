#if NativeLibraries
import ArgumentParser
import Attribution
import Foundation
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
            "A parameter of a method, such as rise.samples=500; can be repeated.",
            valueName: "method.name=value"
        )
    )
    var set: [String] = []

    @Option(help: "How many steps of the cascade are looked at.")
    var stages = 5

    @Option(help: "Below which rank correlation a map counts as changed.")
    var threshold = 0.5

    @Option(help: "Where the random weights start.")
    var seed: UInt64 = 1

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
        let assignments = try ParameterAssignments(set)
        let recipes = try methods.split(separator: ",").map { name in
            let method = name.trimmingCharacters(in: .whitespaces)
            return try MapRecipe(method, layer: layer, seed: seed) {
                try ParameterValues(parsing: assignments[method], for: $0)
            }
        }
        let check = SanityCheck(
            network: network,
            picture: picture,
            target: try await network.prediction(target, of: picture),
            recipes: recipes,
            stages: stages,
            seed: seed
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
