#if NativeLibraries
import ArgumentParser
import AttributionMetrics
import Foundation
import StimulusPipeline
import StudyExport
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

    @Option(help: "A folder with a PNG of the same name for each picture, white where the object is.")
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
        let pictures = try PictureFolder(path: images, pixelLimit: pixels.pipeline.pixelLimit)
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
        let tables = try await builder.tables(of: pictures) {
            progress.update($0, of: pictures.files.count * builder.recipes.count)
        }
        progress.finish()
        let board = try builder.board(tables, pictures: pictures.files.count)
        if let to { try write(board, tables, pictures.files, to: to) }
        try json ? Output.json(board) : Output.result(board.text)
    }

    private func write(_ board: Leaderboard, _ tables: [ScoreTable], _ files: [String], to path: String) throws {
        let folder = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try CSVWriter.write(
            to: folder.appending(path: "leaderboard.csv"),
            header: ["method", "metric", "direction", "mean", "lower", "upper", "n", "undefined", "place", "alpha"]
        ) { csv in
            for metric in board.metrics {
                for (method, cell) in zip(board.methods, metric.cells) {
                    for text in [method, metric.name, metric.direction] { csv.field(text) }
                    for number in [cell.mean, cell.lower, cell.upper] { csv.field(number) }
                    csv.field(cell.n)
                    csv.field(cell.undefined)
                    csv.field(cell.place)
                    csv.field(metric.alpha)
                    try csv.endRow()
                }
            }
        }
        try CSVWriter.write(
            to: folder.appending(path: "scores.csv"),
            header: ["image", "method", "metric", "value"]
        ) { csv in
            for table in tables {
                for (file, row) in zip(files, table.values) {
                    for (method, value) in zip(table.methods, row) {
                        csv.freeText(URL(fileURLWithPath: file).lastPathComponent)
                        csv.field(method)
                        csv.field(table.metric)
                        csv.field(value)
                        try csv.endRow()
                    }
                }
            }
        }
        let pages = [
            ("leaderboard.svg", LeaderboardFigure(board).svg), ("leaderboard.html", LeaderboardPage(board).html),
        ]
        for (name, text) in pages {
            try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
        }
        Output.message("Wrote \(path): leaderboard.csv, scores.csv, \(pages.map(\.0).joined(separator: ", "))")
    }
}
#endif
