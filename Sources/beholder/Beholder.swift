import ArgumentParser
import Foundation

/// Runs studies of what people make of saliency maps.
@main
struct Beholder: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "beholder",
        abstract: "Find out what people make of saliency maps.",
        discussion: """
            A study is a JSON file. `create` puts it into a database, participants answer it, `export` writes the \
            tables and `analyze` tells how far people agree and what they prefer.

            Example: beholder create scenes.study.json && beholder participate scenes

            Exit codes: 0 success, 1 failure, 2 invalid input, 64 wrong usage.
            """,
        version: version,
        subcommands: [
            Validate.self, Create.self, List.self, Show.self, Participate.self, Simulate.self, Export.self,
            Analyze.self, Report.self, Power.self,
        ] + networkCommands
    )

    private static var networkCommands: [any ParsableCommand.Type] {
        #if NativeLibraries
        [
            Prepare.self, Explain.self, Gallery.self, Sanity.self, Score.self, LeaderboardCommand.self,
            CacheCommand.self, Classify.self,
            ModelCommand.self,
            Benchmark.self,
        ]
        #else
        []
        #endif
    }

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure.exit(with: error)
        }
    }
}
