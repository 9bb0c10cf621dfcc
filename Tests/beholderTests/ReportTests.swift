#if os(Linux)
import Foundation
import Testing

extension ProgramTests {
    /// `report`, `power`, the layouts of `export`, and the tables that `analyze` reads beside ratings and comparisons.
    struct ReportTests {
        private let scratch: Scratch

        init() throws { scratch = try Scratch() }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        @Test(.enabled(if: Program.readsPictures, "built without image libraries"))
        func aReportHasEverySectionAndHoldsItsPictures() throws {
            let database = try Example.create(in: scratch)
            _ = try run("simulate", "scenes", "--database", database, "--participants", "6")
            let page = scratch.path("report/report.html")
            let outcome = try run("report", "scenes", "--database", database, "--include-simulated", "--to", page)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let html = try scratch.text(page)
            for section in [
                "Participants", "Screening", "Preference", "Agreement", "Response times", "Methods", "References",
            ] {
                #expect(html.contains(">\(section)<"), "\(section)")
            }
            #expect(html.contains("<svg") && html.contains("data:image/png;base64,"))
            for name in ["preference", "response-times"] {
                #expect(try scratch.text(scratch.path("report/report-\(name).svg")).contains("<svg"))
            }
            let words = html.replacing(/base64,[^"]*/, with: "")
            #expect(!words.contains("NaN") && !words.contains("<script"))
            let empty = try run("report", "nobody", "--database", database, "--to", page)
            #expect(empty.status == 2)
        }

        @Test(.enabled(if: Program.readsPictures, "built without image libraries"))
        func exportsAreLaidOutAsTheirStandardsAsk() throws {
            let database = try Example.create(in: scratch)
            let (psych, package) = (scratch.path("psych"), scratch.path("package"))
            #expect(
                try run("export", "scenes", "--database", database, "--to", psych, "--format", "psych-ds").status == 0
            )
            let description = try JSONSerialization.jsonObject(
                with: Data(scratch.text(psych + "/dataset_description.json").utf8)
            )
            #expect((description as? [String: Any])?["@type"] as? String == "Dataset")
            let data = try FileManager.default.contentsOfDirectory(atPath: psych + "/data").filter {
                $0.hasSuffix(".csv")
            }
            #expect(!data.isEmpty && data.allSatisfy { $0.hasSuffix("_data.csv") })
            #expect(
                try run("export", "scenes", "--database", database, "--to", package, "--format", "frictionless").status
                    == 0
            )
            let resources = try JSONSerialization.jsonObject(
                with: Data(scratch.text(package + "/datapackage.json").utf8)
            )
            #expect(((resources as? [String: Any])?["resources"] as? [Any])?.count == 7)
        }

        @Test func powerGrowsWithParticipants() throws {
            let definition = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../StudyDefinitions/examples/scenes/scenes.study.json").standardizedFileURL
                .path
            let outcome = try run("power", definition, "--participants", "4,64", "--studies", "40", "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let curve = try #require(try outcome.json()["curve"]?.list)
            let power = curve.compactMap { $0["power"]?.number }
            #expect(power.count == 2 && power[0] < power[1])
            #expect(
                try run("power", definition, "--participants", "4,64", "--studies", "40", "--json").output
                    == outcome.output
            )
            #expect(try run("power", definition, "--target", "2").status == 64)
        }

        @Test func rankingsRatingsAndAnswersAreRead() throws {
            let rankings = try scratch.write(
                "participant,item,rank\na,x,1\na,y,2\na,z,3\nb,y,1\nb,x,2\nb,z,3\nc,x,1\nc,z,2\nc,y,3\nd,z,1\nd,y,2\nd,x,3\n",
                to: "rankings.csv"
            )
            let worths = try run("analyze", "rankings", rankings, "--statistic", "plackett-luce,kendall-w", "--json")
            #expect(worths.status == 0, "\(worths.errors)")
            #expect(try #require(try worths.json()["statistics"]?.list).count == 2)
            let answers = try scratch.write(
                "participant,item,ok,condition\na,1,true,with\na,1,false,without\nb,1,1,with\nb,1,no,without\n",
                to: "answers.csv"
            )
            let choices = try run("analyze", "choices", answers, "--correct", "ok", "--by", "condition", "--json")
            #expect(choices.status == 0, "\(choices.errors)")
            let wrong = try run("analyze", "choices", answers, "--correct", "condition")
            #expect(wrong.status == 2)
            #expect(wrong.errors.contains("expected true, false, 1, 0, yes or no"))
            let ratings = try scratch.write("participant,item,value\na,x,1\na,y,5\nb,x,2\nb,y,4\n", to: "ratings.csv")
            #expect(try run("analyze", "ratings", ratings, "--statistic", "mos,p913").output.contains("mos"))
            let list = try run("analyze", "--list", "--json")
            let names = try #require(try list.json()["statistics"]?.list).compactMap { $0["name"]?.text }
            #expect(names.contains("gwet-ac2") && names.contains("plackett-luce") && names.contains("dprime"))
        }
    }
}
#endif
