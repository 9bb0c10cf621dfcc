#if NativeLibraries
import ArgumentParser

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how fast this machine is.",
        discussion: "Example: beholder benchmark model --model resnet50.onnx --batch 16",
        subcommands: [BenchmarkModel.self, BenchmarkExplain.self, BenchmarkScore.self]
    )
}
#endif
