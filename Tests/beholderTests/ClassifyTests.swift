#if os(Linux) && NativeLibraries
import Foundation
import Tensor
import Testing

extension ProgramTests {
    /// `classify` and `benchmark model`.
    struct ClassifyTests {
        private let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        private func expected(_ network: SmallNetwork) throws -> [Float] {
            Array(try NPYFile.read(network.golden("output")).values.prefix(6))
        }

        @Test func probabilitiesAreTheNetworksOwn() throws {
            let network = SmallNetwork("probabilities--torchscript8")
            let image = try network.firstImage(in: scratch)
            let outcome = try run(
                "classify",
                "--model",
                network.model,
                "--input",
                image,
                "--top",
                "6",
                "--json"
            )
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("ends in a Softmax"))
            let top = try #require(try outcome.json()["top"]?.list)
            let wanted = try expected(network)
            #expect(top.count == 6)
            for entry in top {
                let index = Int(try #require(entry["index"]?.number))
                #expect(abs(try #require(entry["probability"]?.number) - Double(wanted[index])) < 1e-5)
                #expect(entry["label"] == nil)
            }
            let probabilities = top.compactMap { $0["probability"]?.number }
            #expect(probabilities == probabilities.sorted(by: >))
        }

        @Test func theDescriptionBesideTheNetworkIsPickedUp() throws {
            let network = SmallNetwork("residual-cnn--torchscript13")
            let model = scratch.path("net.onnx")
            try FileManager.default.copyItem(atPath: network.model, toPath: model)
            _ = try scratch.write(
                #"{"formatVersion": 1, "preset": "unit", "output": {"kind": "logits"}, "labels": "names.txt"}"#,
                to: "net.model.json"
            )
            _ = try scratch.write("ant\nbee\ncow\ndog\nelk\nfox\n", to: "names.txt")
            let image = try network.firstImage(in: scratch)
            let outcome = try run("classify", "--model", model, "--input", image, "--top", "1", "--json")
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty)
            let logits = try expected(network).map { exp(Double($0)) }
            let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
            let top = try #require(try outcome.json()["top"]?.list?.first)
            #expect(top["label"]?.text == ["ant", "bee", "cow", "dog", "elk", "fox"][best])
            #expect(abs(try #require(top["probability"]?.number) - logits[best] / logits.reduce(0, +)) < 1e-5)

            let gradient = scratch.path("gradient.npy")
            let named = try run(
                "model",
                "gradient",
                "--model",
                model,
                "--input",
                network.input,
                "--target",
                "label:bee",
                "--output",
                gradient
            )
            #expect(named.status == 0, "\(named.errors)")
            #expect(try SmallNetwork.difference(gradient, network.golden("gradient")) < 1e-4)
        }

        @Test func whatIsAssumedIsSaid() throws {
            let network = SmallNetwork("residual-cnn--torchscript13")
            let picture = Example.folder.appendingPathComponent("images")
            let file = try #require(
                try FileManager.default.contentsOfDirectory(atPath: picture.path).sorted().first
            )
            let outcome = try run(
                "classify",
                "--model",
                network.model,
                "--image",
                picture.appendingPathComponent(file).path,
                "--top",
                "2"
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("torchvision's convention was assumed"))
            #expect(outcome.errors.contains("logits were assumed"))
            #expect(outcome.output.contains(/class +probability/))
            #expect(outcome.output.split(separator: "\n").count == 4)
        }

        @Test func onePictureAtATime() throws {
            let network = SmallNetwork("residual-cnn--torchscript13")
            let outcome = try run("classify", "--model", network.model, "--input", network.input)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("[2, 6]"))
            let missing = try run("classify", "--model", network.model, "--image", scratch.path("none.jpg"))
            #expect(missing.status == 2)
            #expect(missing.errors.contains("none.jpg"))
        }

        @Test(arguments: [[], ["--image", "a.jpg", "--input", "a.npy"], ["--image", "a.jpg", "--top", "0"]])
        func wrongUsageIs64(arguments: [String]) throws {
            let outcome = try Program.run(["classify", "--model", "a.onnx"] + arguments, folder: scratch)
            #expect(outcome.status == 64)
        }

        @Test(arguments: ["n01770393_scorpion", "n02058221_albatross"])
        func photosAreRecognized(name: String) throws {
            guard SharedData.isThere else { try Test.cancel("there is no \(SharedData.squeezeNet)") }
            let outcome = try run(
                "classify",
                "--model",
                SharedData.squeezeNet,
                "--description",
                try SharedData.describe(in: scratch),
                "--image",
                "\(SharedData.folder)/images/\(name).jpg",
                "--json"
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.isEmpty)
            let top = try #require(try outcome.json()["top"]?.list)
            #expect(top.count == 5)
            #expect(top[0]["label"]?.text == name.split(separator: "_").last.map(String.init))
        }

        @Test(arguments: [[], ["--gradient"], ["--occlusion"]])
        func benchmarksTell(work: [String]) throws {
            let network = SmallNetwork("mobile-block--torchscript14")
            let arguments = [
                "benchmark", "model", "--model", network.model, "--batch", "4", "--threads", "1", "--repeats", "3",
            ]
            let outcome = try Program.run(arguments + work + ["--json"], folder: scratch)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let json = try outcome.json()
            #expect(json["batch"]?.number == 4)
            #expect(json["threads"]?.number == 1)
            #expect(try #require(json["millisecondsPerImage"]?.number) > 0)
            #expect(try #require(json["peakResidentBytes"]?.number) > 1e6)
            let text = try Program.run(arguments + work, folder: scratch)
            #expect(text.output.contains(/time an image +\d+\.\d+ ms/))
        }

        @Test(arguments: [
            ["--threads", "0"], ["--batch", "0"], ["--repeats", "0"], ["--gradient", "--occlusion"],
        ])
        func wrongMeasurementsAre64(arguments: [String]) throws {
            let outcome = try Program.run(["benchmark", "model", "--model", "a.onnx"] + arguments, folder: scratch)
            #expect(outcome.status == 64)
        }
    }
}
#endif
