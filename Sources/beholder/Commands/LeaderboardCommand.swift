#if NativeLibraries
import ArgumentParser
import AttributionMetrics
import Foundation
import StimulusPipeline
import StudyReport

struct LeaderboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leaderboard",
        abstract: "Compare methods by objective metrics over pictures.",
        discussion: """
            Means over pictures with bootstrap intervals, and how far pictures agree on the methods. With --to the folder \
            gets leaderboard.csv, scores.csv, leaderboard.svg and leaderboard.html.

            Example: beholder leaderboard --model m.onnx --images photos --methods grad-cam,rise,random \
            --metrics dauc,iauc,dc,ic --to Exports/board
            """
    )

    @OptionGroup var network: NetworkOptions

    @Option(help: "A folder of PNG and JPEG pictures.")
    var images: String

    @Option(help: "A folder with a PNG of the same name for each picture, not black where the object is.")
    var masks: String?

    @OptionGroup var methods: MethodsOptions

    @OptionGroup var metrics: MetricsOptions

    @OptionGroup var pixels: PixelOptions

    @Option(help: "The folder to write.")
    var to: String?

    @Flag(help: "Print the leaderboard as JSON.")
    var json = false

    func run() async throws {
        let network = try network.open()
        let files = try PictureFolder(path: images).files
        let builder = LeaderboardBuilder(
            network: network,
            recipes: try methods.recipes(),
            metrics: try metrics.recipes(),
            target: methods.target,
            masks: masks,
            pixelLimit: pixels.pipeline.pixelLimit,
            seed: methods.seed
        )
        let progress = ProgressBar("scoring", unit: "maps")
        let tables = try await builder.tables(of: files) {
            progress.update($0, of: files.count * builder.recipes.count)
        }
        progress.finish()
        let board = try builder.board(tables, pictures: files.count)
        if let to { try write(board, tables, files, to: to) }
        try json ? Output.json(board) : Output.result(board.text)
    }

    private func write(_ board: Leaderboard, _ tables: [ScoreTable], _ files: [String], to path: String) throws {
        let folder = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var lines = ["image,method,metric,value"]
        for table in tables {
            for (file, row) in zip(files, table.values) {
                let name = URL(fileURLWithPath: file).lastPathComponent
                for (method, value) in zip(table.methods, row) {
                    lines.append("\(name),\(method),\(table.metric),\(value.map { "\($0)" } ?? "")")
                }
            }
        }
        let contents = [
            ("leaderboard.csv", board.csv), ("scores.csv", lines.joined(separator: "\r\n") + "\r\n"),
            ("leaderboard.svg", LeaderboardFigure(board).svg), ("leaderboard.html", LeaderboardPage(board).html),
        ]
        for (name, text) in contents {
            try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
        }
        Output.message("Wrote \(path): \(contents.map(\.0).joined(separator: ", "))")
    }
}
#endif
