#if os(Linux) && NativeLibraries
import Foundation
import Tensor
import Testing

extension ProgramTests {
    /// `model run`, `gradient` and `inspect`.
    struct ModelCommandTests {
        private let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        @Test func thereAreSmallNetworks() {
            #expect(SmallNetwork.all.count >= 20)
        }

        @Test(arguments: SmallNetwork.all)
        func scoresAndGradientsAreThoseOfThePeers(network: SmallNetwork) throws {
            let (scores, gradient) = (scratch.path("scores.npy"), scratch.path("gradient.npy"))
            let ran = try run(
                "model",
                "run",
                "--model",
                network.model,
                "--input",
                network.input,
                "--fetch",
                "output=\(scores)"
            )
            #expect(ran.status == 0, "\(ran.errors)")
            #expect(ran.output.isEmpty)
            #expect(ran.errors.contains(/^Wrote .+scores\.npy: (scores|logits) \[2, 6\]\n$/))
            #expect(try SmallNetwork.difference(scores, network.golden("output")) < 1e-5)

            let differentiated = try run(
                "model",
                "gradient",
                "--model",
                network.model,
                "--input",
                network.input,
                "--target",
                "1",
                "--output",
                gradient
            )
            #expect(differentiated.status == 0, "\(differentiated.errors)")
            #expect(differentiated.errors.contains("[2, 3, 16, 16]"))
            #expect(try SmallNetwork.difference(gradient, network.golden("gradient")) < 1e-4)
        }

        @Test func anyTensorCanBeFetched() throws {
            let network = SmallNetwork("residual-cnn--torchscript13")
            let inspection = try run("model", "inspect", network.model, "--json").json()
            let tensors = try #require(inspection["tensors"]?.list)
            let names = tensors.compactMap { $0["name"]?.text }
            #expect(names.contains { $0.hasPrefix("/") })
            let fetches = names.enumerated().flatMap { ["--fetch", "\($1)=\(scratch.path("\($0).npy"))"] }
            let outcome = try Program.run(
                ["model", "run", "--model", network.model, "--input", network.firstImage(in: scratch)] + fetches,
                folder: scratch
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            for (index, tensor) in tensors.enumerated() {
                let shape = try #require(tensor["shape"]?.list).compactMap(\.number).map { Int($0) }
                #expect(try NPYFile.shape(of: scratch.path("\(index).npy")) == shape)
            }
        }

        @Test func scoresDependOnThemselvesAlone() throws {
            let network = SmallNetwork("probabilities--torchscript15")
            let inspection = try run("model", "inspect", network.model, "--json").json()
            let scores = try #require(inspection["scoreTensor"]?.text)
            #expect(scores != "scores")
            let path = scratch.path("gradient.npy")
            let outcome = try run(
                "model",
                "gradient",
                "--model",
                network.model,
                "--input",
                network.input,
                "--target",
                "4",
                "--of",
                scores,
                "--output",
                path
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try NPYFile.read(path).values == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0])
        }

        @Test func inspectionTellsWhatThereIs() throws {
            let network = SmallNetwork("probabilities--dynamo22")
            let text = try run("model", "inspect", network.model)
            #expect(text.status == 0)
            #expect(text.errors.isEmpty)
            for fact in [
                "opset 22", "input  [N, 3, 16, 16]  float32", "scores  [N, 6]", "1,246", "linear_1", "Softmax",
            ] {
                #expect(text.output.contains(fact), "\(fact)")
            }
            let listed = try run("model", "inspect", network.model, "--tensors")
            #expect(listed.output.contains(/conv2d_1 +Conv +\[1, 4, 4, 4\]/))

            let json = try run("model", "inspect", network.model, "--json").json()
            #expect(json["opset"]?.number == 22)
            #expect(json["producer"]?.text?.hasPrefix("pytorch") == true)
            #expect(json["endsInSoftmax"]?.value == .bool(true))
            #expect(json["parameterCount"]?.number == 1246)
            #expect(try #require(json["operationCount"]?.number) > 1000)
            #expect(json["activationLayer"]?["name"]?.text == "sigmoid")
            #expect(json["operators"]?["Conv"]?.number == 2)
            #expect(json["unsupported"]?.list?.isEmpty == true)
            #expect(json["problem"] == nil)
            let input = try #require(json["inputs"]?.list?.first)
            #expect(input["name"]?.text == "input")
            #expect(input["shape"]?.list?.map(\.value) == [.text("N"), .number(3), .number(16), .number(16)])
        }

        @Test func whatCannotBeRunIsListed() throws {
            let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("ONNXFormatTests/Fixtures/attributes.onnx").path
            let text = try run("model", "inspect", model)
            #expect(text.status == 2)
            #expect(text.output.contains("y: test.Custom"))
            #expect(text.output.contains("make_fixtures"))
            #expect(text.errors.contains("cannot be run"))
            let json = try run("model", "inspect", model, "--json")
            #expect(json.status == 2)
            #expect(try json.json()["unsupported"]?.list?.map(\.text) == ["y: test.Custom"])
            let ran = try run("model", "run", "--model", model, "--input", "x.npy", "--fetch", "output=y.npy")
            #expect(ran.status == 2)
            #expect(ran.errors.contains("y: test.Custom"))
        }

        @Test func resultsThatCannotBeWrittenAreAFailure() throws {
            let network = SmallNetwork("legacy--opset7")
            let outcome = try run(
                "model",
                "run",
                "--model",
                network.model,
                "--input",
                network.input,
                "--fetch",
                "output=\(scratch.path("none/x.npy"))"
            )
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("none/x.npy: there is no such file or folder"))
        }
    }
}
#endif
