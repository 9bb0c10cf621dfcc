#if os(Linux) && NativeLibraries
import Foundation
import Testing

extension ProgramTests {
    /// Studies whose maps are computed.
    struct PrepareTests {
        private let scratch: Scratch
        private let definition: String

        init() throws {
            scratch = try Scratch()
            let example = URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent().appendingPathComponent("../../StudyDefinitions/examples/shapes")
                .standardizedFileURL
            let folder = URL(fileURLWithPath: scratch.path("shapes"))
            try FileManager.default.copyItem(at: example, to: folder)
            try? FileManager.default.removeItem(at: folder.appending(path: ".beholder"))
            definition = folder.appending(path: "shapes.study.json").path
            // Fewer masks: what is tested is the way of the maps.
            try change("2000", "100")
        }

        private func change(_ old: String, _ new: String) throws {
            let text = try String(contentsOfFile: definition, encoding: .utf8)
            #expect(text.contains(old))
            try text.replacingOccurrences(of: old, with: new).write(
                toFile: definition,
                atomically: true,
                encoding: .utf8
            )
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        @Test func mapsAreComputedOnceAndShownWithTheirProvenance() throws {
            let first = try run("prepare", definition)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("74 computed, 0 there already"))
            let second = try run("prepare", definition, "--jobs", "2")
            #expect(second.output.contains("0 computed, 74 there already"))
            #expect(try run("cache", "verify", scratch.path("shapes")).output.contains("74 maps are whole"))
            let database = scratch.path("study.sqlite")
            #expect(try run("create", definition, "--database", database).status == 0)
            _ = try run("simulate", "shapes", "--database", database, "--participants", "2")
            let exported = try run(
                "export",
                "shapes",
                "--database",
                database,
                "--to",
                scratch.path("export"),
                "--include-simulated"
            )
            #expect(exported.status == 0, "\(exported.errors)")
            let stimuli = try scratch.text(scratch.path("export/stimuli.csv"))
            for method in ["grad-cam", "rise", "integrated-gradients", "sobel", "random"] {
                #expect(stimuli.contains(",\(method),1,"), "\(method)")
            }
            #expect(stimuli.contains("models/shapes-cnn.onnx"))
        }

        @Test func participantsMayComeBeforeMapsAreComputed() throws {
            let database = scratch.path("study.sqlite")
            let outcome = try run("create", definition, "--database", database)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("74 maps are not computed yet"))
            let session = try Program.run(
                ["participate", "shapes", "--database", database, "--graphics", "none"],
                input: "yes\n\n\nleft\n\nright\n\n" + String(repeating: "left\n", count: 3) + "quit\n",
                folder: scratch
            )
            #expect(session.status == 0, "\(session.errors)")
            #expect(session.output.contains("Trial 6 of 35"))
            // The study stays what it is however many of its maps are computed.
            _ = try run("prepare", definition)
            let again = try run("create", definition, "--database", database)
            #expect(again.output.contains("is there already, unchanged"))
            #expect(!again.errors.contains("not computed yet"))
        }

        @Test func pairsThatAreAlikeAreToldAndLeftOutOrReplaced() throws {
            // On a network that ends in global pooling and one linear layer both maps are the same (trap of the survey).
            try change(
                "\"explainers\": [",
                "\"voidTrials\": \"skip\", \"explainers\": [{\"id\": \"hires\", \"method\": \"hires-cam\"},"
            )
            let prepared = try run("prepare", definition)
            #expect(prepared.status == 0, "\(prepared.errors)")
            #expect(prepared.errors.contains("void: grad-cam and hires of cup-2: both maps are alike"))
            #expect(prepared.errors.contains("Their trials are left out"))
            try change("\"skip\"", "\"replace\"")
            #expect(try run("prepare", definition).errors.contains("Other images or pairs take the places"))
            try change("\"replace\"", "\"stop\"")
            let stopped = try run("prepare", definition)
            #expect(stopped.status == 2)
            #expect(stopped.errors.contains("whose maps are alike after normalization"))
        }

        @Test func damagedMapsAreComputedAgain() throws {
            #expect(try run("prepare", definition).status == 0)
            let maps = scratch.path("shapes/.beholder/maps")
            let entries = try FileManager.default.subpathsOfDirectory(atPath: maps).filter { $0.hasSuffix(".npy") }
            try Data("no map".utf8).write(to: URL(fileURLWithPath: maps + "/" + entries[0]))
            let damaged = try run("cache", "verify", scratch.path("shapes"))
            #expect(damaged.status == 1)
            #expect(try run("prepare", definition).output.contains("1 computed, 73 there already"))
        }

        @Test func whatIsWrongWithMethodsIsToldWithItsPlace() throws {
            try change("\"method\": \"sobel\"", "\"method\": \"sobell\"")
            try change("\"samples\": 100", "\"sample\": 100")
            let outcome = try run("validate", definition)
            #expect(outcome.status == 2)
            #expect(outcome.output.contains("/stimuli/explainers/3/method: There is no method sobell"))
            #expect(outcome.output.contains("Did you mean sobel"))
            #expect(outcome.output.contains("/stimuli/explainers/1/parameters: rise has no parameter sample"))
        }

        @Test func aModelThatIsNotThereIsTold() throws {
            try change("models/shapes-cnn.onnx", "models/shapes-cn.onnx")
            let outcome = try run("prepare", definition)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("/stimuli/model"), "\(outcome.errors)")
            #expect(outcome.errors.contains("shapes-cn.onnx"))
        }
    }
}
#endif
