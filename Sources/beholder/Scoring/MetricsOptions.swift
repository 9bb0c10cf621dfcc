#if NativeLibraries
import ArgumentParser
import Attribution
import AttributionMetrics
import Foundation
import StimulusPipeline

/// The options of every command that scores maps.
struct MetricsOptions: ParsableArguments {
    @Option(help: "The metrics, separated by commas; `beholder score --list` has them all.")
    var metrics: String?

    @Option(
        help: """
            What stands in place of pixels that are taken away: zero (as the network takes it), black, mean, blur, \
            gaussian, noise, road or image; each metric's own choice without it.
            """
    )
    var substitute: String?

    @Option(help: "default, or reference for the numbers of the survey's own program.")
    var mode: String?

    @Option(help: "How many steps curves take at most.")
    var steps: Int?

    @Option(
        help: .init(
            "A parameter of a metric, such as infidelity.samples=500; can be repeated.",
            valueName: "metric.name=value"
        )
    )
    var metricSet: [String] = []

    /// The metrics with their parameters; an option goes to every metric that has such a parameter.
    ///
    /// - Throws: `ValidationError`, `MetricError` or `AttributionError`.
    func recipes() throws -> [MetricRecipe] {
        let assignments = try ParameterAssignments(metricSet)
        let names = (metrics ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard !names.isEmpty else {
            throw ValidationError("Missing --metrics; `beholder score --list` has them all.")
        }
        let shared = ["substitute": substitute, "mode": mode, "steps": steps.map { "\($0)" }].compactMapValues { $0 }
        var used: Set<String> = []
        let recipes = try names.map { name in
            try MetricRecipe(name) { traits in
                let own = shared.filter { option, _ in traits.parameters.contains { $0.name == option } }
                used.formUnion(own.keys)
                return try ParameterValues(parsing: own.merging(assignments[name]) { $1 }, for: traits)
            }
        }
        for option in shared.keys.sorted() where !used.contains(option) {
            Output.message("None of these metrics takes --\(option).")
        }
        return recipes
    }
}
#endif
