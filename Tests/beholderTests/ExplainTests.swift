#if os(Linux) && NativeLibraries
import Foundation
import Tensor
import Testing

extension ProgramTests {
    /// `explain`, `gallery` and `sanity`.
    struct ExplainTests {
        private let scratch: Scratch
        private let network = SmallNetwork("residual-cnn--torchscript13")

        init() throws {
            scratch = try Scratch()
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        @Test func theListNamesEveryMethodWithItsParameters() throws {
            let outcome = try run("explain", "--list", "--json")
            #expect(outcome.status == 0)
            let methods = try #require(try outcome.json()["methods"]?.list)
            let ids = methods.compactMap { $0["id"]?.text }
            #expect(Set(ids).count == ids.count)
            #expect(ids.contains("saliency") && ids.contains("occlusion") && ids.contains("grad-cam"))
            let occlusion = try #require(methods.first { $0["id"]?.text == "occlusion" })
            #expect(occlusion["parameters"]?.list?.compactMap { $0["name"]?.text } == ["window", "stride", "baseline"])
            let table = try run("explain", "--list")
            #expect(table.status == 0)
            #expect(ids.allSatisfy { table.output.contains($0) })
        }

        @Test func theGradientIsThatOfTheNetwork() throws {
            let image = try network.firstImage(in: scratch)
            let (map, gradient) = (scratch.path("map.npy"), scratch.path("gradient.npy"))
            let outcome = try run(
                "explain",
                "--model",
                network.model,
                "--input",
                image,
                "--method",
                "saliency",
                "--target",
                "2",
                "--raw",
                "--output",
                map
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            _ = try run(
                "model",
                "gradient",
                "--model",
                network.model,
                "--input",
                image,
                "--target",
                "2",
                "--output",
                gradient
            )
            let (found, wanted) = (try NPYFile.read(map), try NPYFile.read(gradient))
            #expect(found.shape == Array(wanted.shape.dropFirst()))
            let top = wanted.values.map(abs).max() ?? 0
            #expect(zip(found.values, wanted.values).allSatisfy { abs($0 - $1) <= 1e-5 * top })
        }

        @Test func aMapComesWithWhatItTakesToMakeItAgain() throws {
            let image = try network.firstImage(in: scratch)
            let file = scratch.path("map.json")
            let outcome = try run(
                "explain",
                "--model",
                network.model,
                "--input",
                image,
                "--method",
                "occlusion",
                "--set",
                "window=8",
                "--set",
                "stride=8",
                "--output",
                file
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            let document = try JSON(parsing: String(contentsOfFile: file, encoding: .utf8))
            #expect(document["provenance"]?["method"]?.text == "occlusion")
            #expect(document["provenance"]?["parameters"]?["window"]?.text == "8")
            #expect(document["shape"]?.list?.count == 2)
            #expect((document["provenance"]?["passes"]?["forward"]?.number ?? 0) > 1)
        }

        @Test func wrongRequestsAreToldWhatToDo() throws {
            let image = try network.firstImage(in: scratch)
            func fails(_ status: Int32, _ text: String, _ arguments: String...) throws {
                let outcome = try Program.run(
                    ["explain", "--model", network.model, "--input", image, "--output", scratch.path("m.npy")]
                        + arguments,
                    folder: scratch
                )
                #expect(outcome.status == status, "\(outcome.errors)")
                #expect(outcome.errors.contains(text), "\(outcome.errors)")
            }
            try fails(2, "Did you mean grad-cam", "--method", "gradcam")
            try fails(2, "did you mean window", "--method", "occlusion", "--set", "windw=3")
            try fails(2, "window is a whole number from 1", "--method", "occlusion", "--set", "window=0")
            try fails(2, "leaves pixels", "--method", "occlusion", "--set", "window=2", "--set", "stride=3")
            try fails(2, "no class 99", "--method", "saliency", "--target", "99")
            try fails(64, "NAME=VALUE", "--method", "occlusion", "--set", "window")
            try fails(64, "--output ends in", "--method", "saliency", "--output", "map.gif")
            try fails(64, "Missing --method")
            let noted = try run(
                "explain",
                "--model",
                network.model,
                "--input",
                image,
                "--method",
                "saliency",
                "--layer",
                "anything",
                "--output",
                scratch.path("n.npy")
            )
            #expect(noted.status == 0)
            #expect(noted.errors.contains("reads no layer"))
        }
    }
}
#endif
