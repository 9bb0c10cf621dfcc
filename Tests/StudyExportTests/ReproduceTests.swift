import Foundation
import Statistics
import StudyExport
import Testing

/// The scripts in an export give the numbers of `analyze`.
@Suite struct ReproduceTests {
    enum Language: String, CaseIterable {
        case python = "python3 reproduce.py"
        case r = "Rscript reproduce.R"

        var program: String { String(rawValue.prefix { $0 != " " }) }
        var script: String { String(rawValue.drop { $0 != " " }.dropFirst()) }

        var path: String? {
            ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map { "\($0)/\(program)" }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }

        /// Those whose program is here.
        static var installed: [Language] { allCases.filter { $0.path != nil } }
    }

    @Test(
        .enabled(if: !Language.installed.isEmpty, "neither python3 nor Rscript is installed"),
        arguments: Language.installed,
        [StudyExport.Layout.plain, .psychDS]
    )
    func theHeadlineNumbersAreComputedAnew(language: Language, layout: StudyExport.Layout) throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        let source = SampleExport(participants: 12)
        _ = try StudyExport.write(source, to: target, software: "beholder test", force: false, layout: layout)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(language.path))
        process.arguments = [target.appending(path: language.script).path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)

        var expected: [String: Double] = [:]
        let results = try StatisticCatalog.compute(
            ["bradley-terry", "percent-agreement"],
            from: PairTable(of: source),
            options: AnalysisOptions(resamples: 0)
        )
        for result in results {
            if let value = result.value { expected[result.name + ","] = value }
            for item in result.items ?? [] { expected["\(result.name),\(item.item)"] = item.value }
        }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").dropFirst()
        #expect(lines.count == 4)
        for line in lines {
            let comma = try #require(line.lastIndex(of: ","))
            let value = try #require(Double(line[line.index(after: comma)...]))
            #expect(abs(value - (expected[String(line[..<comma])] ?? .nan)) < 1e-9, "\(line)")
        }
    }
}
