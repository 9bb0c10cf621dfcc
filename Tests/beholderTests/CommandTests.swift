#if os(Linux)
import Testing

extension ProgramTests {
    /// What every command has in common: help, exit codes, and which stream says what.
    struct CommandTests {
        private let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        @Test(arguments: [
            [], ["validate"], ["create"], ["list"], ["show"], ["participate"], ["simulate"], ["export"],
            ["analyze"],
            ["analyze", "agreement"], ["analyze", "preference"],
        ])
        func helpHasAnExample(command: [String]) throws {
            let outcome = try Program.run(command + ["--help"], folder: scratch)
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty)
            #expect(outcome.output.contains(/Examples?:\s+beholder \S+/))
            let name = (["beholder"] + command).joined(separator: " ")
            #expect(outcome.output.contains("USAGE: \(name)"))
        }

        @Test func aStudysAnalysisTellsItsOptions() throws {
            let outcome = try run("analyze", "scenes", "--help")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("USAGE: beholder analyze <study>"))
            #expect(outcome.output.contains("--include-simulated"))
        }

        @Test func versionIsANumber() throws {
            let outcome = try run("--version")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains(/^\d+\.\d+\.\d+\n$/))
        }

        @Test(arguments: [
            ["frobnicate"], ["validate"], ["list", "--jsn"], ["validate", "a.json", "b.json"],
            ["export", "scenes"], ["export", "scenes", "--to", "x", "--format", "xml"],
            ["simulate", "scenes"], ["simulate", "scenes", "--participants", "many"],
            ["simulate", "scenes", "--participants=-1"],
            ["participate", "scenes", "--graphics", "ascii"],
            ["analyze", "agreement", "x.csv", "--level", "nominl"],
            ["analyze", "agreement", "x.csv", "--statistic", ","],
            ["analyze", "study", "scenes", "--statistic", "win-rate", "--svg", "x.svg"],
        ])
        func wrongUsageIs64(arguments: [String]) throws {
            let outcome = try Program.run(arguments, folder: scratch)
            #expect(outcome.status == 64)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains("Usage: beholder"))
        }

        @Test(arguments: [
            ["list"], ["list", "--json"], ["show", "scenes"], ["show", "scenes", "--json"],
            ["participate", "scenes"],
            ["simulate", "scenes", "--participants", "1"], ["export", "scenes", "--to", "x"],
            ["analyze", "scenes"],
        ])
        func missingDatabaseIsAFailureThatMakesNone(arguments: [String]) throws {
            let database = scratch.path("none.sqlite")
            let outcome = try Program.run(arguments + ["--database", database], folder: scratch)
            #expect(outcome.status == 1)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains("There is no database at \(database)"))
            #expect(throws: (any Error).self) { try scratch.text(database) }
        }

        @Test func aDefinitionThatIsNotThereIsOneOfItsErrors() throws {
            let outcome = try Program.run(["validate", scratch.path("none.json")], folder: scratch)
            #expect(outcome.status == 2)
            #expect(outcome.output.contains(scratch.path("none.json")))
        }

        @Test(arguments: [["create"], ["analyze", "agreement"], ["analyze", "preference"]])
        func missingInputNamesTheFile(command: [String]) throws {
            let outcome = try Program.run(command + [scratch.path("none.json")], folder: scratch)
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains(scratch.path("none.json")))
        }

        @Test func resultsThatCannotBeWrittenAreAFailure() throws {
            let table = try scratch.write("participant,item,value\na,x,1\nb,x,1\n", to: "ratings.csv")
            let errors = scratch.path("errors")
            let child = try Child(
                ["analyze", "agreement", table, "--level", "nominal", "--bootstrap", "0"],
                streams: .files(input: "/dev/null", output: "/dev/full", errors: errors)
            )
            #expect(try child.wait() == .exit(1))
            #expect(try scratch.text(errors).contains("standard output: the disk is full"))
        }

        @Test func fileThatIsNoDatabaseIsRefused() throws {
            let file = try scratch.write("participant,item,value\n", to: "ratings.csv")
            let outcome = try run("list", "--database", file)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("ratings.csv"))
            #expect(try scratch.text(file) == "participant,item,value\n")
        }
    }
}
#endif
