#if NativeLibraries
import ArgumentParser
import Attribution
import Foundation
import StimulusPipeline

/// The options of every command that compares methods.
struct MethodsOptions: ParsableArguments {
    @Option(help: "The methods, separated by commas.")
    var methods: String

    @Option(
        help: .init("The class: its index from 0, label:NAME, or predicted.", valueName: "class"),
        transform: ExplanationOptions.target
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

    @Option(help: "Where random numbers start.")
    var seed: UInt64 = 0

    func recipes() throws -> [MapRecipe] {
        let assignments = try ParameterAssignments(set)
        return try methods.split(separator: ",").map { name in
            let method = name.trimmingCharacters(in: .whitespaces)
            return try MapRecipe(method, layer: layer, seed: seed) {
                try ParameterValues(parsing: assignments[method], for: $0)
            }
        }
    }
}
#endif
