#if NativeLibraries
import ArgumentParser
import Attribution
import Digest
import StimulusPipeline
import StudyModel
import Synchronization
import Tensor

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a saliency map of a network's decision.",
        discussion: """
            The output's ending says what is written: .npy the map, .png the map over the picture, .json the map with \
            all that it takes to make it again.

            Examples:
              beholder explain --list
              beholder explain --model resnet50.onnx --image cat.jpg --method grad-cam --output cat.png
              beholder explain --model m.onnx --image cat.jpg --method rise --set samples=8000 --output cat.npy
            """
    )

    @OptionGroup var arguments: ExplainArguments

    func validate() throws { try arguments.check() }

    func run() async throws {
        if arguments.list {
            return try arguments.json
                ? Output.json(["methods": ExplainerListing.all]) : Output.result(ExplainerListing.text)
        }
        let network = try arguments.explained.network()
        let picture = try arguments.explained.picture(for: network)
        for assumption in picture.assumptions { Output.message(assumption) }
        guard let recipe = try arguments.explained.recipe() else { preconditionFailure("validate asks for --method") }
        for note in arguments.notes(recipe.traits) { Output.message(note) }
        let bar = Mutex(ProgressBar("explaining", unit: "passes"))
        let target = try await network.prediction(arguments.explained.target, of: picture)
        let otherInput = try arguments.explained.otherInput(for: network)
        var result = try await recipe.map(
            of: picture,
            by: network,
            target: target,
            otherInput: otherInput,
            version: Beholder.version
        ) { done, total in bar.withLock { $0.update(done, of: total) } }
        bar.withLock { $0.finish() }
        result.provenance.modelSHA256 = try SHA256.hex(ofFile: arguments.explained.model ?? "")
        result.provenance.seedVariability = try await recipe.seedVariability(
            of: recipe.traits.map.plane(of: result.attribution),
            seeds: arguments.seeds,
            of: picture,
            by: network,
            target: target,
            otherInput: otherInput
        )
        if let variability = result.provenance.seedVariability { Output.message(variability.summary) }
        for note in result.provenance.notes { Output.message(note) }
        let steps = arguments.raw ? nil : arguments.steps(recipe.traits)
        let (height, width) = (picture.input.shape[1], picture.input.shape[2])
        let map = steps?.map(of: result.attribution, height: height, width: width) ?? result.attribution
        try arguments.write(map, result.provenance, recipe.traits, steps, picture)
    }
}
#endif
