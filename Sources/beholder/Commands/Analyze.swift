import ArgumentParser

struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute agreement and preference, from a study or from any CSV.",
        discussion: """
            Examples:
              beholder analyze scenes
              beholder analyze agreement ratings.csv --level ordinal
              beholder analyze preference pairs.csv --reference grad-cam --json
              beholder analyze rankings rankings.csv
              beholder analyze ratings ratings.csv --statistic mos,sureal
              beholder analyze choices trials.csv --correct correct --by condition

            The options for a study: beholder analyze STUDY --help
            """,
        subcommands: [
            AnalyzeStudy.self, AnalyzeAgreement.self, AnalyzePreference.self, AnalyzeRankings.self,
            AnalyzeRatings.self, AnalyzeChoices.self,
        ],
        defaultSubcommand: AnalyzeStudy.self
    )
}
