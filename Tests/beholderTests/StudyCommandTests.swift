#if os(Linux)
import Testing

extension ProgramTests {
    /// Validating, creating, showing and exporting a study.
    @Suite(.enabled(if: Program.readsPictures, "built without image libraries"))
    struct StudyCommandTests {
        private let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        @Test func validDefinitionHasNoErrors() throws {
            let text = try run("validate", Example.definition)
            #expect(text.status == 0)
            #expect(text.errors.isEmpty)
            #expect(text.output.contains("is valid: study \"scenes\""))
            let json = try run("validate", Example.definition, "--json")
            #expect(json.status == 0)
            #expect(try json.json()["errors"]?.list == [])
        }

        @Test func allErrorsComeInOnePass() throws {
            let file = try scratch.write(
                """
                {"formatVersion": 1, "id": "agreement", "title": "T", "language": "en", "instructions": ["I"],
                 "consent": "C", "debrief": "D",
                 "stimuli": {"images": [{"id": "a", "file": "../a.png", "class": "a"},
                                        {"id": "b", "file": "b.png", "class": "b"}],
                             "explainers": [{"id": "x", "maps": "{image}-x.npy"}, {"id": "y", "maps": "{image}-y.npy"}]},
                 "blocks": [{"id": "main", "kind": "forcedChoice", "question": "?", "pairs": "all",
                             "trialPerParticipant": 2}],
                 "participants": {"quota": 2}, "seed": 1}
                """,
                to: "broken.study.json"
            )
            let outcome = try run("validate", file, "--json")
            #expect(outcome.status == 2)
            let errors = try #require(try outcome.json()["errors"]?.list)
            let found = Set(errors.map { "\($0["path"]?.text ?? "–") \($0["code"]?.text ?? "–")" })
            #expect(
                found.isSuperset(of: [
                    "/id invalidValue", "/blocks/0/trialPerParticipant unknownKey",
                    "/stimuli/images/0/file pathOutsideFolder", "/stimuli/images/1/file missingFile",
                ]),
                "\(found)"
            )
            #expect(errors.allSatisfy { $0.keys.isSuperset(of: ["path", "code", "found", "expected"]) })
            let misspelt = errors.first { $0["path"]?.text == "/blocks/0/trialPerParticipant" }
            #expect(misspelt?["suggestion"]?.text == "`trialsPerParticipant`")

            let text = try run("validate", file)
            #expect(text.status == 2)
            #expect(text.output.split(separator: "\n").count == errors.count)
            #expect(text.errors.contains("\(errors.count) errors"))
        }

        @Test(arguments: ["{", "[]", "", "{\"formatVersion\": 2}", "\u{0}"])
        func whatIsNoDefinitionIsAnErrorWithAPath(text: String) throws {
            let outcome = try run("validate", try scratch.write(text, to: "odd.study.json"), "--json")
            #expect(outcome.status == 2)
            #expect(try outcome.json()["errors"]?.list?.isEmpty == false)
        }

        @Test(arguments: ["agreement", "preference", "rankings", "ratings", "choices"])
        func reservedWordIsNoStudyID(id: String) throws {
            let error = #expect(throws: TestFailure.self) {
                try Example.create(replacing: [("\"id\": \"scenes\"", "\"id\": \"\(id)\"")], in: scratch)
            }
            #expect(error?.description.contains("/id") == true)
            #expect(try run("list", "--database", scratch.path("study.sqlite")).status == 1)
        }

        @Test func createIsRepeatableAndAChangedFileIsANewVersionOnceSomebodyJoined() throws {
            let database = try Example.create(in: scratch)
            let again = try run("create", Example.definition, "--database", database)
            #expect(again.status == 0)
            #expect(again.output.contains("unchanged"))
            _ = try run("participate", "scenes", "--database", database)
            let changed = ("Thank you.", "Thanks.")
            _ = try Example.create(replacing: [changed], in: scratch)
            let shown = try run("show", "scenes", "--database", database, "--json").json()
            #expect(shown["version"]?.number == 2)
            #expect(shown["frozen"]?.value == .bool(false))
        }

        @Test func listAndShow() throws {
            let database = try Example.create(in: scratch)
            #expect(try run("list", "--database", database).output.contains("scenes"))
            let list = try run("list", "--database", database, "--json").json()
            let entry = try #require(list["studies"]?.list?.first)
            #expect(
                entry.keys == [
                    "id", "title", "version", "sha256", "joined", "active", "completed", "simulated", "responses",
                ]
            )
            let text = try run("show", "scenes", "--database", database)
            #expect(text.status == 0)
            #expect(text.output.contains("0 of 24 completed"))
            let shown = try run("show", "scenes", "--database", database, "--json").json()
            #expect(shown["quota"]?.number == 24)
            #expect(shown["definition"]?["id"]?.text == "scenes")
            let unknown = try run("show", "scene", "--database", database)
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("did you mean \"scenes\"?"))
        }

        @Test func simulateAndExport() throws {
            let database = try Example.create(in: scratch)
            let simulated = try run("simulate", "scenes", "--database", database, "--participants", "3")
            #expect(simulated.status == 0)
            #expect(simulated.output.isEmpty)
            #expect(simulated.errors.contains("69 responses"))
            #expect(try Table.exported("responses.csv", from: database, in: scratch).rows.isEmpty)
            let all = try Table.exported("responses.csv", from: database, simulated: true, in: scratch)
            #expect(all.rows.count == 69)
            #expect(Set(all.column("simulated")) == ["true"])

            let refused = try run("export", "scenes", "--database", database, "--to", scratch.path("export"))
            #expect(refused.status == 2)
            #expect(refused.errors.contains("--force"))
        }

        @Test func exportsOfOneDatabaseAreTheSameBytes() throws {
            let database = try Example.create(in: scratch)
            _ = try run("simulate", "scenes", "--database", database, "--participants", "4")
            let names = [
                "trials.csv", "responses.csv", "participants.csv", "pairs.csv", "ratings.csv", "stimuli.csv",
                "codebook.json",
            ]
            let exports = try ["one", "two"].map { name in
                let folder = scratch.path(name)
                let outcome = try run(
                    "export",
                    "scenes",
                    "--database",
                    database,
                    "--to",
                    folder,
                    "--include-simulated"
                )
                #expect(outcome.status == 0)
                #expect(outcome.output.isEmpty)
                return try names.map { try scratch.text(folder + "/" + $0) }
            }
            #expect(exports[0] == exports[1])
            #expect(
                try JSON(parsing: exports[0][6])["tables"] != nil || JSON(parsing: exports[0][6]).keys.count > 1
            )
        }

        @Test func observerFileMistakesNameFileAndKey() throws {
            let database = try Example.create(in: scratch)
            let simulate = ["simulate", "scenes", "--database", database, "--participants", "1", "--observer"]
            let missing = try Program.run(simulate + ["modle"], folder: scratch)
            #expect(missing.status == 2)
            #expect(missing.errors.contains("modle"))
            #expect(missing.errors.contains("random, model or a JSON file"))
            let broken = try scratch.write("{", to: "broken.json")
            let malformed = try Program.run(simulate + [broken], folder: scratch)
            #expect(malformed.status == 2)
            #expect(malformed.errors.contains("\(broken) is not JSON"))
            let misspelt = try scratch.write(#"{"quality": {}, "lapsRate": 0.1}"#, to: "misspelt.json")
            let unknown = try Program.run(simulate + [misspelt], folder: scratch)
            #expect(unknown.status == 2)
            #expect(unknown.errors.contains("did you mean lapseRate?"))
        }

        @Test func acknowledgmentsAreAppended() throws {
            let database = try Example.create(in: scratch)
            let log = try scratch.write("before\n", to: "acknowledged")
            for _ in 0..<2 {
                let outcome = try run(
                    "simulate",
                    "scenes",
                    "--database",
                    database,
                    "--participants",
                    "1",
                    "--acknowledged",
                    log
                )
                #expect(outcome.status == 0)
            }
            let lines = try scratch.text(log).split(separator: "\n")
            #expect(lines.first == "before")
            #expect(Set(lines).count == 1 + 2 * 23)
            let nowhere = scratch.path("none/log")
            let outcome = try run(
                "simulate",
                "scenes",
                "--database",
                database,
                "--participants",
                "1",
                "--acknowledged",
                nowhere
            )
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(nowhere))
        }
    }
}
#endif
