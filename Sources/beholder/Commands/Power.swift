import ArgumentParser
import Foundation
import StudyEngine
import StudyModel
import StudyReport

struct Power: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How many participants a study needs, by simulating its design.",
        discussion: """
            Studies of growing size are simulated with an observer model until the pair of explainers that is hardest to \
            tell apart is found often enough (sign-flip test over participants, Holm-adjusted).

            Example: beholder power scenes.study.json --observer observer.json --target 0.9
            """
    )

    @Argument(help: "The study definition.")
    var file: String

    @Option(help: "model (the study's explainers from best to worst), or a JSON file with an observer model.")
    var observer = "model"

    @Option(help: "The power to reach.")
    var target = 0.9

    @Option(help: "The significance level.")
    var level = 0.05

    @Option(help: "How many studies of each size are simulated.")
    var studies = 300

    @Option(help: "The numbers of participants, separated by commas; growing until the target is reached without it.")
    var participants: String?

    @Option(help: "The seed of the answers.")
    var seed: UInt64 = 1

    @Option(help: "Write the curve to this SVG file.")
    var svg: String?

    @Flag(help: "Print the curve as JSON.")
    var json = false

    private struct Report: Encodable {
        let target: Double
        let needed: Int?
        let curve: [PowerAnalysis.Point]
    }

    func validate() throws {
        guard target > 0, target < 1 else { throw ValidationError("--target is between 0 and 1.") }
        guard level > 0, level < 1 else { throw ValidationError("--level is between 0 and 1.") }
        guard (10...100_000).contains(studies) else { throw ValidationError("--studies is from 10 to 100000.") }
        guard sizes.allSatisfy({ (1...10_000).contains($0) }), !sizes.isEmpty else {
            throw ValidationError("--participants takes numbers from 1 to 10000, separated by commas.")
        }
    }

    private var sizes: [Int] {
        guard let participants else { return [4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256] }
        let numbers = participants.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) ?? 0 }
        return Array(Set(numbers)).sorted()
    }

    func run() throws {
        let study = try StudyDefinition.decode(Data(contentsOf: URL(fileURLWithPath: file)))
        let analysis = try PowerAnalysis(study, model: model(for: study))
        let bar = ProgressBar("Simulating", unit: "sizes")
        var curve: [PowerAnalysis.Point] = []
        for (index, size) in sizes.enumerated() {
            curve.append(try analysis.point(participants: size, studies: studies, level: level, seed: seed))
            bar.update(index + 1, of: sizes.count)
            if participants == nil, let last = curve.last, last.power >= target { break }
        }
        bar.finish()
        let needed = curve.first { $0.power >= target }?.participants
        if let svg { try draw(curve, to: svg) }
        guard !json else { return try Output.json(Report(target: target, needed: needed, curve: curve)) }
        var table = TextTable(
            ["participants", "power", "±", "all pairs", "hardest pair"],
            [.right, .right, .right, .right, .left]
        )
        for point in curve {
            table.add([
                "\(point.participants)", NumberText.fixed(point.power, 3), NumberText.fixed(point.error, 3),
                NumberText.fixed(point.all, 3), point.pairs.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? "",
            ])
        }
        try Output.result(table.text)
        Output.message(
            needed.map { "\($0) participants reach a power of \(NumberText.fixed(target, 2))." }
                ?? "None of these numbers of participants reaches a power of \(NumberText.fixed(target, 2))."
        )
    }

    private func model(for study: Study) throws -> ObserverModel {
        if observer == "model" { return ObserverModel(evenlyOver: study) }
        return try InputError.naming(observer, expected: "model, or a JSON file with an observer model") {
            try JSONDecoder().decode(ObserverModel.self, from: Data(contentsOf: URL(fileURLWithPath: observer)))
        }
    }

    private func draw(_ curve: [PowerAnalysis.Point], to path: String) throws {
        let most = Double(curve.map(\.participants).max() ?? 1)
        let figure = CurveFigure(
            title: "Power by participants",
            horizontal: "participants, as a share of \(Int(most))",
            vertical: "share of simulated studies that find the difference",
            curves: [
                ("hardest pair", curve.map(\.power)), ("all pairs", curve.map(\.all)),
            ].map { name, values in
                CurveFigure.Line(name: name, x: curve.map { Double($0.participants) / most }, y: values)
            }
        )
        try Data(figure.svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        Output.message("Wrote \(path)")
    }
}
