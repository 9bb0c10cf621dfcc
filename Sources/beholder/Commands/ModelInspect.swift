#if NativeLibraries
import ArgumentParser

struct ModelInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Print what a network takes, gives and consists of, and whether it can be run.",
        discussion: """
            Extents that the file leaves open are taken as one image of 3×224×224.

            Example: beholder model inspect resnet50.onnx
            """
    )

    @Argument(help: "The network, an ONNX file.")
    var file: String

    @Flag(help: "List every tensor with its operator and shape in place of the operators.")
    var tensors = false

    @Flag(help: "Print everything as JSON.")
    var json = false

    func run() async throws {
        let inspection = try await Inspection(reading: file)
        try json ? Output.json(inspection) : Output.result(inspection.text(listingTensors: tensors))
        guard let problem = inspection.problem else { return }
        Output.message("beholder: \(problem)")
        throw Failure.invalidInput
    }
}
#endif
