import ArgumentParser
import StimulusPipeline

/// The option of every command that reads pictures.
struct PixelOptions: ParsableArguments {
    @Option(help: "Refuse pictures and maps of more megapixels, before memory is taken for them.")
    var maxMegapixels = 100

    var pipeline: StimulusPipeline {
        StimulusPipeline(pixelLimit: maxMegapixels * 1_000_000)
    }

    func validate() throws {
        guard (1...10_000).contains(maxMegapixels) else {
            throw ValidationError("--max-megapixels is from 1 to 10000.")
        }
    }
}
