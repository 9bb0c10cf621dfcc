#if os(Linux) && NativeLibraries
import Tensor
import Testing

extension ProgramTests {
    /// What the commands that run networks say to wrong input and wrong usage.
    struct ModelErrorTests {
        private let scratch: Scratch
        private let network = SmallNetwork("residual-cnn--torchscript13")

        init() throws {
            scratch = try Scratch()
        }

        private func gradient(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(
                ["model", "gradient", "--model", network.model, "--input", network.input, "--output"]
                    + [scratch.path("g.npy")] + arguments,
                folder: scratch
            )
        }

        private func scores(model: String? = nil, input: String? = nil, fetch: String = "output") throws
            -> Program.Outcome
        {
            try Program.run(
                [
                    "model", "run", "--model", model ?? network.model, "--input", input ?? network.input, "--fetch",
                    "\(fetch)=\(scratch.path("scores.npy"))",
                ],
                folder: scratch
            )
        }

        private func expectRefusal(_ outcome: Program.Outcome, _ texts: String...) {
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            for text in texts { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
        }

        @Test func modelsThatAreNone() throws {
            let missing = scratch.path("none.onnx")
            expectRefusal(try scores(model: missing), "beholder: \(missing)", "no such file")
            let text = try scratch.write("This is a text.\n", to: "text.onnx")
            expectRefusal(try scores(model: text), text, "not an ONNX file")
            let inspection = try Program.run(["model", "inspect", text], folder: scratch)
            expectRefusal(inspection, text, "not an ONNX file")
        }

        @Test func inputsThatDoNotFit() throws {
            expectRefusal(try scores(input: scratch.path("none.npy")), "none.npy does not exist")
            expectRefusal(try scores(input: network.model), "not an .npy file")
            let small = scratch.path("small.npy")
            try NPYFile.write(Tensor(shape: [1, 3, 8, 16], values: [Float](repeating: 0, count: 384)), to: small)
            expectRefusal(try scores(input: small), network.model, "[N, 3, 16, 16], not [1, 3, 8, 16]")
        }

        @Test func tensorsThatAreNotThere() throws {
            expectRefusal(try scores(fetch: "scors"), "no tensor scors", "scores")
            expectRefusal(try scores(fetch: "a=b/c"), "no tensor a=b/c")
            expectRefusal(try gradient("--target", "1", "--of", "imput"), "no tensor imput", "input")
        }

        @Test func classesThatAreNotThere() throws {
            expectRefusal(try gradient("--target", "6"), "no class 6", "6 classes, 0 to 5")
            expectRefusal(try gradient("--target", "label:cat"), "\"cat\"", "labels")
            let description = try scratch.write(
                #"{"formatVersion": 1, "preset": "unit", "labels": "labels.txt"}"#,
                to: "x.model.json"
            )
            let described = ["--description", description]
            expectRefusal(
                try gradient("--target", "label:cat", described[0], described[1]),
                "labels.txt does not exist"
            )
            _ = try scratch.write("ant\nbee\ncow\ndog\nelk\nfox\n", to: "labels.txt")
            expectRefusal(try gradient("--target", "label:bea", described[0], described[1]), "label:bee")
            _ = try scratch.write("ant\nbee\n", to: "labels.txt")
            expectRefusal(
                try gradient("--target", "label:bee", described[0], described[1]),
                "2 class names",
                "6 classes"
            )
            let broken = try scratch.write(#"{"formatVersion": 1, "preset": "unti"}"#, to: "y.model.json")
            expectRefusal(try gradient("--target", "1", "--description", broken), broken, "unit")
        }

        @Test(arguments: [
            ["run", "--input", "x.npy"], ["run", "--fetch", "output=y.npy"],
            ["run", "--input", "x.npy", "--fetch", "output"], ["run", "--input", "x.npy", "--fetch", "=y.npy"],
            ["run", "--input", "x.npy", "--fetch", "output="],
            ["run", "--input", "x.npy", "--image", "x.jpg", "--fetch", "output=y.npy"],
            ["run", "--input", "x.npy", "--fetch", "output=y.npy", "--fetch", "input=y.npy"],
            ["gradient", "--input", "x.npy", "--output", "y.npy"],
            ["gradient", "--input", "x.npy", "--output", "y.npy", "--target", "cat"],
            ["gradient", "--input", "x.npy", "--output", "y.npy", "--target=-1"],
            ["gradient", "--input", "x.npy", "--output", "y.npy", "--target", "label:"],
        ])
        func wrongUsageIs64(arguments: [String]) throws {
            let outcome = try Program.run(["model"] + arguments + ["--model", network.model], folder: scratch)
            #expect(outcome.status == 64)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains("Usage: beholder model"))
        }

        @Test(arguments: [
            ["model"], ["model", "inspect"], ["model", "run"], ["model", "gradient"], ["classify"], ["benchmark"],
            ["benchmark", "model"],
        ])
        func helpHasAnExample(command: [String]) throws {
            let outcome = try Program.run(command + ["--help"], folder: scratch)
            #expect(outcome.status == 0)
            #expect(outcome.output.contains(/Examples?:\s+beholder \S+/))
            #expect(outcome.output.contains("USAGE: " + (["beholder"] + command).joined(separator: " ")))
        }
    }
}
#endif
