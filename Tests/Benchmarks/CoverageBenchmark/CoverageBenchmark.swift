import Foundation

/// How often the intervals of the headline statistics hold the true value, over simulated studies.
///
/// Usage: `CoverageBenchmark [--studies N] [--only NAME] [--csv FILE] [--list]`; see the README beside this file.
@main
struct CoverageBenchmark {
    static func main() throws {
        var (studies, only, csv): (Int, String?, String?) = (10_000, nil, nil)
        var arguments = CommandLine.arguments.dropFirst()
        while let argument = arguments.popFirst() {
            switch argument {
            case "--studies": studies = arguments.popFirst().flatMap { Int($0) } ?? 0
            case "--only": only = arguments.popFirst()
            case "--csv": csv = arguments.popFirst()
            case "--list":
                for scenario in Scenario.all { print(CoverageRow.padded(scenario.name, 34), scenario.about) }
                return
            default: studies = 0
            }
        }
        let named = Scenario.all.filter { $0.name == only }
        let chosen =
            named.isEmpty ? Scenario.all.filter { scenario in only.map(scenario.name.hasPrefix) ?? true } : named
        guard studies > 1, !chosen.isEmpty else {
            let usage = "usage: CoverageBenchmark [--studies N] [--only NAME OR ITS START] [--csv FILE] [--list]\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
        print(CoverageRow.heading)
        var lines = [CoverageRow.csvHeading]
        for scenario in chosen {
            for row in try scenario.run(studies: studies) {
                print(row.line)
                lines.append(row.csv)
            }
        }
        if let csv { try (lines.joined(separator: "\n") + "\n").write(toFile: csv, atomically: true, encoding: .utf8) }
    }
}
