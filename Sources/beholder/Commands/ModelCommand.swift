#if NativeLibraries
import ArgumentParser

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Look into a network, run it to any tensor, differentiate it.",
        discussion: """
            Examples:
              beholder model inspect resnet50.onnx
              beholder model run --model resnet50.onnx --image cat.jpg --fetch output=scores.npy
              beholder model gradient --model resnet50.onnx --image cat.jpg --target 281 --output gradient.npy
            """,
        subcommands: [ModelInspect.self, ModelRun.self, ModelGradient.self]
    )
}
#endif
