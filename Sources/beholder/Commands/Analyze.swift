import ArgumentParser

struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute agreement and preference, from a study or from any CSV.",
        discussion: """
            Examples:
              beholder analyze scenes
              beholder analyze agreement ratings.csv --level ordinal
              beholder analyze preference pairs.csv --reference grad-cam --json

            The options for a study: beholder analyze STUDY --help
            """,
        subcommands: [AnalyzeStudy.self, AnalyzeAgreement.self, AnalyzePreference.self],
        defaultSubcommand: AnalyzeStudy.self
    )
}
