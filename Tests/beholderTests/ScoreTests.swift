#if os(Linux) && NativeLibraries
import Foundation
import Tensor
import Testing

extension ProgramTests {
    /// `score` and `leaderboard`.
    struct ScoreTests {
        private let scratch: Scratch
        private let folder: String
        private var model: String { folder + "/models/shapes-cnn.onnx" }
        private var image: String { folder + "/images/cup-1.png" }

        init() throws {
            scratch = try Scratch()
            let example = URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent().appendingPathComponent("../../StudyDefinitions/examples/shapes")
                .standardizedFileURL
            folder = scratch.path("shapes")
            try FileManager.default.copyItem(at: example, to: URL(fileURLWithPath: folder))
            try? FileManager.default.removeItem(at: URL(fileURLWithPath: folder + "/.beholder"))
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        @Test func theListNamesEveryMetricWithWhichWayIsBetter() throws {
            let outcome = try run("score", "--list", "--json")
            #expect(outcome.status == 0)
            let metrics = try #require(try outcome.json()["metrics"]?.list)
            let ids = metrics.compactMap { $0["id"]?.text }
            for id in ["dauc", "iauc", "dc", "ic", "ad", "iic", "add", "sparsity", "pointing-game", "nss", "ssim"] {
                #expect(ids.contains(id), "\(id)")
            }
            #expect(metrics.allSatisfy { ["higher", "lower", "neither"].contains($0["direction"]?.text) })
            let table = try run("score", "--list")
            #expect(ids.allSatisfy { table.output.contains($0) })
        }

        @Test func aMapIsScoredWithItsCurves() throws {
            let (map, curves, plot) = (scratch.path("map.npy"), scratch.path("c.csv"), scratch.path("c.svg"))
            _ = try run("explain", "--model", model, "--image", image, "--method", "grad-cam", "--output", map)
            let outcome = try run(
                "score",
                "--model",
                model,
                "--image",
                image,
                "--map",
                map,
                "--metrics",
                "dauc,iauc,dc,ic,ad,nss",
                "--steps",
                "32",
                "--curves",
                curves,
                "--plot",
                plot,
                "--json"
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            let report = try outcome.json()
            for id in ["dauc", "iauc", "dc", "ic", "ad"] {
                #expect(report["scores"]?[id]?.number != nil, "\(id)")
            }
            #expect(report["undefined"]?["nss"]?.text?.contains("give a human map") == true)
            let lines = try scratch.text(curves).split(whereSeparator: \.isNewline)
            #expect(lines.count == 1 + 4 * 33)
            #expect(try scratch.text(plot).contains("<polyline"))
            let byMethod = try run(
                "score",
                "--model",
                model,
                "--image",
                image,
                "--method",
                "grad-cam",
                "--metrics",
                "dauc",
                "--steps",
                "32",
                "--json"
            )
            #expect(byMethod.status == 0, "\(byMethod.errors)")
        }

        @Test func whatIsWrongIsTold() throws {
            let misspelt = try run(
                "score",
                "--model",
                model,
                "--image",
                image,
                "--method",
                "sobel",
                "--metrics",
                "duac"
            )
            #expect(misspelt.status == 2)
            #expect(misspelt.errors.contains("Did you mean dauc"))
            let missing = try run("score", "--model", model, "--image", image, "--metrics", "dauc")
            #expect(missing.status == 64)
            #expect(missing.errors.contains("--map"))
            let range = try run(
                "score",
                "--model",
                model,
                "--image",
                image,
                "--method",
                "sobel",
                "--metrics",
                "dauc",
                "--steps",
                "0"
            )
            #expect(range.status == 2)
            #expect(range.errors.contains("steps is a whole number from 1"))
        }

        @Test func aStudysMapsAreScoredOnceAndExported() throws {
            let definition = folder + "/shapes.study.json"
            let text = try String(contentsOfFile: definition, encoding: .utf8)
            try text.replacingOccurrences(of: "2000", with: "50").write(
                toFile: definition,
                atomically: true,
                encoding: .utf8
            )
            let database = scratch.path("study.sqlite")
            #expect(try run("create", definition, "--database", database).status == 0)
            let first = try run("score", "shapes", "--database", database)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output.contains("74 scored now, 0 before"))
            #expect(try run("score", "shapes", "--database", database).output.contains("0 scored now, 74 before"))
            _ = try run("simulate", "shapes", "--database", database, "--participants", "2")
            let export = scratch.path("export")
            let exported = try run("export", "shapes", "--database", database, "--to", export, "--include-simulated")
            #expect(exported.status == 0, "\(exported.errors)")
            let scores = try scratch.text(export + "/scores.csv")
            #expect(scores.split(whereSeparator: \.isNewline).count == 1 + 74 * 9)
            let header = try scratch.text(export + "/responses.csv").prefix { !$0.isNewline }
            #expect(header.contains("dauc_difference") && header.contains("iauc-gaussian_difference"))
        }

        /// Metrics that compute the method's map again do so at the layer that the study names.
        @Test func aMethodsLayerCountsInTheScoresOfAStudy() throws {
            let layer = "/trunk/trunk.1/Relu_output_0"
            let definition = folder + "/shapes.study.json"
            let text = try String(contentsOfFile: definition, encoding: .utf8)
            try text.replacingOccurrences(of: "2000", with: "50")
                .replacingOccurrences(
                    of: "\"method\": \"grad-cam\"",
                    with: "\"method\": \"grad-cam\", \"layer\": \"\(layer)\""
                )
                .replacing(/"scores": \[[^\]]*\]/, with: "\"scores\": [\"max-sensitivity\"]")
                .write(toFile: definition, atomically: true, encoding: .utf8)
            let (database, export) = (scratch.path("study.sqlite"), scratch.path("export"))
            _ = try run("create", definition, "--database", database)
            let scored = try run("score", "shapes", "--database", database)
            #expect(scored.status == 0, "\(scored.errors)")
            _ = try run("export", "shapes", "--database", database, "--to", export)
            let row = try #require(
                try scratch.text(export + "/scores.csv").split(whereSeparator: \.isNewline)
                    .first { $0.hasPrefix("cup-1,grad-cam,") }
            )
            let value = try #require(Double(row.split(separator: ",")[5]))
            let alone = try run(
                "score",
                "--model",
                model,
                "--image",
                image,
                "--method",
                "grad-cam",
                "--target",
                "label:cup",
                "--layer",
                layer,
                "--metrics",
                "max-sensitivity",
                "--json"
            )
            #expect(try alone.json()["scores"]?["max-sensitivity"]?.number == value)
        }

        @Test func wrongScoresOfADefinitionAreToldWithTheirPlace() throws {
            let definition = folder + "/shapes.study.json"
            let text = try String(contentsOfFile: definition, encoding: .utf8)
            try text.replacingOccurrences(of: "\"dauc\", \"iauc\"", with: "\"daucc\", \"iauc\"")
                .replacingOccurrences(of: "\"substitute\": \"gaussian\"", with: "\"substitute\": \"gauss\"")
                .write(toFile: definition, atomically: true, encoding: .utf8)
            let outcome = try run("validate", definition)
            #expect(outcome.status == 2)
            #expect(outcome.output.contains("/scores/0: There is no metric daucc"))
            #expect(outcome.output.contains("Did you mean dauc"))
            #expect(outcome.output.contains("/scores/8: iauc: substitute is one of"))
        }

        @Test func aLeaderboardIsATableAPictureAndAPage() throws {
            let board = scratch.path("board")
            let outcome = try run(
                "leaderboard",
                "--model",
                model,
                "--images",
                folder + "/images",
                "--masks",
                folder + "/regions",
                "--methods",
                "grad-cam,sobel,random",
                "--metrics",
                "ad,sparsity,pointing-game",
                "--to",
                board
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("grad-cam") && outcome.output.contains("alpha of pictures"))
            let table = try scratch.text(board + "/leaderboard.csv").split(whereSeparator: \.isNewline)
            #expect(table.count == 1 + 3 * 3)
            #expect(try scratch.text(board + "/scores.csv").split(whereSeparator: \.isNewline).count == 1 + 16 * 9)
            #expect(try scratch.text(board + "/leaderboard.svg").contains("higher is better"))
            #expect(try scratch.text(board + "/leaderboard.html").contains("How reliable the metrics are"))
        }
    }
}
#endif
