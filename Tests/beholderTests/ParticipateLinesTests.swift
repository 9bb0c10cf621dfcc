#if os(Linux)
import Testing

extension ProgramTests {
    /// The client without a terminal: one line for each screen that asks.
    @Suite(.enabled(if: Program.readsPictures, "built without image libraries"))
    struct ParticipateLinesTests {
        private let scratch: Scratch
        private let database: String

        init() throws {
            scratch = try Scratch()
            database = try Example.create(in: scratch)
        }

        private func participate(_ input: String, _ arguments: String...) throws -> Program.Outcome {
            try Program.run(
                ["participate", "scenes", "--database", database] + arguments,
                input: input,
                folder: scratch
            )
        }

        @Test func scriptedSessionBreaksOffAndResumesToTheEnd() throws {
            // Consent, two pages, two practice trials with feedback, three trials, and the input ends.
            let first = try participate("yes\n\n\nright\n\nright\n\nleft\nright\ntie\n")
            #expect(first.status == 0)
            #expect(first.errors.isEmpty)
            #expect(first.output.contains("Trial 6 of 23"))
            let hint = try #require(first.output.split(separator: "\n").last)
            #expect(hint.hasPrefix("Resume with: beholder participate scenes --participant "))
            let code = try #require(hint.firstMatch(of: /--participant (\S+)/)?.1)

            let rest = String(repeating: "left\n", count: 9) + "\n" + String(repeating: "left\n", count: 9)
            let second = try participate(rest, "--participant", String(code))
            #expect(second.status == 0)
            #expect(second.errors.isEmpty, "\(second.errors)")
            #expect(second.output.contains("5 of 23 trials are answered"))
            #expect(second.output.contains("Time for a short break"))
            #expect(second.output.contains(/Completion code: [A-Z0-9]{8}\n$/))

            let responses = try Table.exported("responses.csv", from: database, in: scratch)
            #expect(responses.rows.count == 23)
            #expect(responses.column("answer").prefix(5) == ["right", "right", "left", "right", "tie"])
            #expect(Set(responses.column("rt")) == [""])
            #expect(Set(responses.column("rt_onset")) == ["none"])
        }

        @Test func misunderstoodLinesAreAskedAgainOnStandardError() throws {
            let outcome = try participate("perhaps\nyes\n\n\nmiddle\nright\n\nquit\n")
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("\"perhaps\" is not understood; expected yes, no or quit"))
            #expect(outcome.errors.contains("\"middle\" is not understood"))
            #expect(outcome.output.contains("Resume with: "))
        }

        @Test func refusalStoresNothingAndFreesThePlace() throws {
            let outcome = try participate("no\n")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("You did not agree"))
            #expect(try Table.exported("responses.csv", from: database, in: scratch).rows.isEmpty)
        }

        @Test func correctionByLine() throws {
            let outcome = try participate("yes\n\n\nright\n\nright\n\nleft\nback\nright\nquit\n")
            #expect(outcome.status == 0)
            let responses = try Table.exported("responses.csv", from: database, in: scratch)
            let third = responses.rows.filter { $0["trial"] == "3" }
            #expect(third.compactMap { $0["answer"] } == ["left", "right"])
            #expect(third.first?["superseded_by"] == third.last?["response"])
        }

        @Test func gradesOfAComparison() throws {
            let scratch = try Scratch()
            let database = try Example.create(
                replacing: [
                    (
                        """
                              "kind": "forcedChoice",
                              "question": "Which map better shows why this is a {class}?",
                              "tie": true,
                        """.split(separator: "\n").joined(separator: "\n"),
                        """
                              "kind": "comparison",
                              "question": "How much better does the right map show why this is a {class}?",
                        """
                    )
                ],
                in: scratch
            )
            let outcome = try Program.run(
                ["participate", "scenes", "--database", database],
                input: "yes\n\n\nright\n\nright\n\n-3\n4\n0\n3\nquit\n",
                folder: scratch
            )
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("\"4\" is not understood"))
            let pairs = try Table.exported("pairs.csv", from: database, in: scratch)
            #expect(pairs.rows.allSatisfy { ["left", "right", "tie"].contains($0["winner"]) })
            let responses = try Table.exported("responses.csv", from: database, in: scratch)
            let graded = responses.rows.filter { $0["kind"] == "comparison" }
            #expect(graded.compactMap { $0["answer"] } == ["-3", "0", "3"])
            #expect(graded.compactMap { $0["chosen_side"] } == ["left", "tie", "right"])
        }

        @Test func unknownStudyAndReservedCodes() throws {
            let outcome = try Program.run(["participate", "scene", "--database", database], folder: scratch)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("did you mean \"scenes\"?"))
            #expect(outcome.output.isEmpty)
            let symbols = try Program.run(
                ["participate", "scenes", "--database", database, "--graphics", "ascii"],
                folder: scratch
            )
            #expect(symbols.status == 64)
        }
    }
}
#endif
