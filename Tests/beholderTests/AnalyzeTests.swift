#if os(Linux)
import Testing

extension ProgramTests {
    /// `analyze` on tables made elsewhere and on a study.
    struct AnalyzeTests {
        private let scratch: Scratch

        init() throws {
            scratch = try Scratch()
        }

        private func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments, folder: scratch)
        }

        /// Four observers, twelve units: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C.
        private static let krippendorff = [
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]

        private func ratings() throws -> String {
            let rows = zip("ABCD", Self.krippendorff).flatMap { observer, row in
                row.split(separator: " ").enumerated().filter { $0.element != "." }.map { unit, value in
                    "note,\(unit + 1),\(observer),\(value)\r\n"
                }
            }
            return try scratch.write("comment,item,participant,value\r\n" + rows.joined(), to: "ratings.csv")
        }

        @Test(arguments: [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)])
        func publishedAlphas(level: String, expected: Double) throws {
            let outcome = try run(
                "analyze",
                "agreement",
                try ratings(),
                "--level",
                level,
                "--statistic",
                "krippendorff-alpha",
                "--bootstrap",
                "200",
                "--json"
            )
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty)
            let statistics = try #require(try outcome.json()["statistics"]?.list)
            #expect(statistics.count == 1)
            let alpha = try #require(statistics.first)
            let value = try #require(alpha["value"]?.number)
            #expect(abs(value - expected) < 0.0005)
            #expect(alpha["name"]?.text == "krippendorff-alpha")
            #expect(alpha["level"]?.text == level)
            #expect(alpha["status"]?.text == "ok")
            #expect(alpha["reason"] == nil)
            #expect(alpha["method"]?.text?.isEmpty == false)
            #expect(alpha["n"]?.number == 41)
            let interval = try #require(alpha["interval"]?.list).compactMap(\.number)
            #expect(interval.count == 2 && interval[0] < value && value < interval[1])
        }

        @Test func aStatisticThatNeedsALevelSaysSo() throws {
            let outcome = try run("analyze", "agreement", try ratings(), "--statistic", "krippendorff-alpha")
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains("--level nominal, ordinal, interval, ratio or circular"))
        }

        @Test func misspeltStatisticGetsASuggestion() throws {
            let outcome = try run(
                "analyze",
                "agreement",
                try ratings(),
                "--level",
                "nominal",
                "--statistic",
                "kripendorff-alpha"
            )
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("did you mean krippendorff-alpha?"))
        }

        @Test(arguments: [
            ("agreement", "participant,item,value\na,x,1\na,x,2\n", 3, "already rated"),
            ("agreement", "participant,item,value\na,x,1\na,y\n", 3, "2 fields"),
            ("agreement", "participant,item,value\na,x,1\n,y,2\n", 3, "empty"),
            ("agreement", "participant,item,score\na,x,1\n", 1, "no column \"value\""),
            ("agreement", "participant,item,value\na,\"x,1\n", 2, "quote"),
            ("preference", "participant,left,right,winner\na,x,y,left\nb,x,y,rigth\n", 3, "left, right or tie"),
            ("preference", "participant,left,right,winner\na,x,x,left\n", 2, "x"),
            ("preference", "", 1, "empty"),
        ])
        func mistakesNameFileAndLine(family: String, table: String, line: Int, about: String) throws {
            let file = try scratch.write(table, to: "table.csv")
            let outcome = try run("analyze", family, file, "--statistic", "all", "--bootstrap", "0")
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains("\(file), line \(line): "), "\(outcome.errors)")
            #expect(outcome.errors.contains(about), "\(outcome.errors)")
        }

        @Test func wordsAreNoIntervals() throws {
            let file = try scratch.write("participant,item,value\na,x,1\nb,x,one\n", to: "words.csv")
            let outcome = try run("analyze", "agreement", file, "--level", "interval")
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(file))
            #expect(outcome.errors.contains("--level nominal"))
        }

        @Test(arguments: ["confidence=1.5", "confidence=0", "bootstrap=3", "reference=zz"])
        func optionsOutOfRange(option: String) throws {
            let file = try scratch.write("participant,left,right,winner\na,x,y,left\n", to: "pairs.csv")
            let outcome = try run("analyze", "preference", file, "--\(option)")
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
        }

        /// Tables that leave something undefined: no rows, one answer, one that always wins, two separate groups.
        @Test(arguments: [
            "", "a,x,y,left\n", "a,x,y,left\nb,x,y,left\n", "a,x,y,tie\nb,x,y,tie\n",
            "a,x,y,left\nb,y,x,left\na,u,v,left\nb,v,u,left\n",
        ])
        func whatIsUndefinedHasAReasonAndNoNumber(rows: String) throws {
            let file = try scratch.write("participant,left,right,winner\n" + rows, to: "pairs.csv")
            let outcome = try run("analyze", "preference", file, "--json", "--bootstrap", "100")
            #expect(outcome.status == 0)
            #expect(!outcome.output.contains(/\bnan\b/.ignoresCase()))
            let statistics = try #require(try outcome.json()["statistics"]?.list)
            for statistic in statistics {
                let status = try #require(statistic["status"]?.text)
                #expect(["ok", "undefined", "notIdentified", "infinite", "priorDependent"].contains(status))
                #expect((statistic["reason"] == nil) == (status == "ok"))
                #expect(statistic["method"]?.text?.isEmpty == false)
                #expect(status == "ok" || statistic["value"] == nil)
            }
            let worths = try #require(statistics.first { $0["name"]?.text == "bradley-terry" })
            #expect((worths["status"]?.text == "ok") == (rows == "a,x,y,tie\nb,x,y,tie\n"))
            let text = try run("analyze", "preference", file, "--bootstrap", "100")
            #expect(text.status == 0)
            #expect(!text.output.contains(/\b(nan|inf)\b/.ignoresCase()))
        }

        @Test func logWorthsHaveMeanZeroOrAReference() throws {
            let file = try scratch.write(
                "participant,left,right,winner\n"
                    + "a,x,y,left\nb,x,y,left\nc,x,y,right\na,y,z,left\nb,z,y,left\nc,z,y,right\na,x,z,left\n",
                to: "pairs.csv"
            )
            let analyze = [
                "analyze", "preference", file, "--statistic", "bradley-terry", "--bootstrap", "0", "--json",
            ]
            let free = try items(analyze)
            #expect(abs(free.values.reduce(0, +)) < 1e-9)
            let anchored = try items(analyze + ["--reference", "y"])
            #expect(anchored["y"] == 0)
            for item in ["x", "z"] {
                let shift = try #require(free[item]) - (try #require(free["y"]))
                let worth = try #require(anchored[item])
                #expect(abs(worth - shift) < 1e-6)
            }
        }

        private func items(_ arguments: [String]) throws -> [String: Double] {
            let outcome = try Program.run(arguments, folder: scratch)
            let items = try #require(try outcome.json()["statistics"]?.list?.first?["items"]?.list)
            return try Dictionary(
                uniqueKeysWithValues: items.map {
                    (try #require($0["item"]?.text), try #require($0["value"]?.number))
                }
            )
        }

        /// The statistics of a run by name.
        private func results(_ arguments: String...) throws -> [String: [JSON]] {
            let outcome = try Program.run(["analyze"] + arguments + ["--json", "--bootstrap", "100"], folder: scratch)
            guard outcome.status == 0 else { throw TestFailure("\(arguments): \(outcome.errors)") }
            let list = try #require(try outcome.json()["statistics"]?.list)
            return Dictionary(grouping: list) { $0["name"]?.text ?? "" }
        }

        @Test func comparisonsMayHaveGroupsAndCovariates() throws {
            var rows = ["participant,left,right,winner,who,size_left,size_right,hurry"]
            let sizes = ["a": 3, "b": 2, "c": 1]
            for (index, pair) in [("a", "b"), ("b", "c"), ("c", "a"), ("b", "a"), ("a", "c"), ("c", "b")].enumerated() {
                for person in 0..<8 {
                    // The first wins more often than it loses, against either of the others.
                    let side = (index * 5 + person * 3) % 7 < 4 ? min(pair.0, pair.1) : max(pair.0, pair.1)
                    rows.append(
                        "p\(person),\(pair.0),\(pair.1),\(side == pair.0 ? "left" : "right"),"
                            + "\(person % 2 == 0 ? "lay" : "expert"),\(sizes[pair.0] ?? 0),\(sizes[pair.1] ?? 0),"
                            + "\((index + person) % 3)"
                    )
                }
            }
            let file = try scratch.write(rows.joined(separator: "\n") + "\n", to: "pairs.csv")
            let found = try results(
                "preference",
                file,
                "--by",
                "who",
                "--covariates",
                "size,hurry",
                "--interval",
                "profile",
                "--prior-sd",
                "1",
                "--statistic",
                "bradley-terry,group-difference,bradley-terry-covariates"
            )
            #expect(found["bradley-terry"]?.compactMap { $0["status"]?.text } == ["ok", "priorDependent"])
            #expect(found["bradley-terry"]?.first?["method"]?.text?.contains("profile") == true)
            #expect(found["group-difference"]?.first?["p"]?.number != nil)
            let names = found["bradley-terry-covariates"]?.first?["items"]?.list?.compactMap { $0["item"]?.text }
            #expect(names == ["size", "hurry"])
            let missing = try run("analyze", "preference", file, "--covariates", "weight")
            #expect(missing.status == 2)
            #expect(missing.errors.contains("weight"))
        }

        @Test func ratingsMayHaveGroupsAndWeights() throws {
            var rows = ["participant,item,value,who"]
            for person in 0..<6 {
                for item in 0..<10 {
                    let value = max(1, min(3, (item + person % 2 + (item * person) % 3) / 3))
                    rows.append("p\(person),i\(item),\(value),\(person < 3 ? "x" : "y")")
                }
            }
            let file = try scratch.write(rows.joined(separator: "\n") + "\n", to: "grouped.csv")
            let weights = try scratch.write("category,1,2,3\n1,1,0.5,0\n2,0.5,1,0.5\n3,0,0.5,1\n", to: "weights.csv")
            let linear = try results(
                "agreement",
                file,
                "--level",
                "ordinal",
                "--weights",
                "linear",
                "--statistic",
                "gwet-ac2"
            )
            let own = try results(
                "agreement",
                file,
                "--level",
                "ordinal",
                "--weights-file",
                weights,
                "--by",
                "who",
                "--statistic",
                "gwet-ac2"
            )
            let value = try #require(linear["gwet-ac2"]?.first?["value"]?.number)
            #expect(abs((own["gwet-ac2"]?.first?["value"]?.number ?? .nan) - value) < 1e-12)
            #expect(own["gwet-ac2"]?.first?["groups"]?.list?.count == 2)
            _ = try scratch.write("category,1,2,3\n1,1,0.5,0\n2,0.5,1,0.5\n", to: "weights.csv")
            let short = try run("analyze", "agreement", file, "--level", "ordinal", "--weights-file", weights)
            #expect(short.status == 2)
            #expect(short.errors.contains("no row for “3”"))
            let equivalent = try results("ratings", file, "--statistic", "tost", "--margin", "0.5", "--reference", "i0")
            #expect(equivalent["tost"]?.first?["contrasts"]?.list?.count == 9)
            #expect(try run("analyze", "ratings", file, "--margin", "-1").status == 64)
        }

        @Test func answersMayHaveIntensitiesSignalsAndTraining() throws {
            var rows = ["participant,item,ok,strength,cond,trained,ai"]
            for person in 0..<8 {
                for trial in 0..<30 {
                    let strength = trial % 5
                    let isRight = (trial * 7 + person * 11) % 10 < 5 + strength
                    rows.append(
                        "p\(person),i\(trial),\(isRight),\(strength),\(person % 2 == 0 ? "none" : "map"),\(trial % 3),"
                            + "\(trial % 4 != 0)"
                    )
                }
            }
            let file = try scratch.write(rows.joined(separator: "\n") + "\n", to: "answers.csv")
            let found = try results(
                "choices",
                file,
                "--correct",
                "ok",
                "--intensity",
                "strength",
                "--alternatives",
                "2",
                "--by",
                "cond",
                "--baseline",
                "none",
                "--k",
                "trained",
                "--signal",
                "ai",
                "--statistic",
                "psychometric,reliance,utility,hive,mixed-model"
            )
            for name in ["psychometric", "reliance", "utility", "hive", "mixed-model"] {
                #expect(found[name]?.contains { $0["value"]?.number != nil } == true, "\(name)")
            }
            let wrong = try run("analyze", "choices", file, "--correct", "ok", "--intensity", "cond")
            #expect(wrong.status == 2)
            #expect(wrong.errors.contains("cond is \"none\"; expected a number"))
        }

        @Test(.enabled(if: Program.readsPictures, "built without image libraries"))
        func whatDepartsFromThePlanIsMarked() throws {
            let plan = #""analysis": {"statistics": ["bradley-terry", "kendall-u"], "confidence": 0.9},"#
            let database = try Example.create(replacing: [("\"seed\":", plan + " \"seed\":")], in: scratch)
            let study = ["analyze", "scenes", "--database", database, "--include-simulated", "--json"]
            func run(_ more: String...) throws -> Program.Outcome { try Program.run(study + more, folder: scratch) }
            _ = try Program.run(
                ["simulate", "scenes", "--database", database, "--participants", "8"],
                folder: scratch
            )
            let planned = try run().json()
            #expect(planned["statistics"]?.list?.compactMap { $0["name"]?.text } == ["bradley-terry", "kendall-u"])
            #expect(planned["plan"]?["deviations"]?.list?.map(\.text) == ["simulated participants are included"])
            let changed = try run("--confidence", "0.99", "--statistic", "side-bias").json()
            let deviations = changed["statistics"]?.list?.first?["deviations"]?.list?.compactMap(\.text)
            #expect(deviations?.contains("not in the plan: exploratory") == true)
            #expect(deviations?.contains("confidence 0.99 in place of 0.9") == true)
            #expect(changed["plan"]?["notComputed"]?.list?.count == 2)
            let absent = try run("--only", "side-bias")
            #expect(absent.status == 2)
            #expect(absent.errors.contains("--statistic computes others"))
            let file = try scratch.write(#"{"statistics": ["kendal-u"]}"#, to: "plan.json")
            let wrong = try run("--plan", file)
            #expect(wrong.status == 2)
            #expect(wrong.errors.contains("plan.json is not an analysis plan:\n/statistics/0: \"kendal-u\""))
            _ = try scratch.write(#"{"statistics": ["copeland"]}"#, to: "plan.json")
            let other = try run("--plan", file).json()
            #expect(other["plan"]?["origin"]?.text == file)
            #expect(other["statistics"]?.list?.count == 1)
        }

        @Test(.enabled(if: Program.readsPictures, "built without image libraries"))
        func studyAndItsExportGiveTheSameResult() throws {
            let database = try Example.create(in: scratch)
            _ = try run("simulate", "scenes", "--database", database, "--participants", "12", "--seed", "4")
            let empty = try run("analyze", "scenes", "--database", database)
            #expect(empty.status == 0)
            #expect(empty.errors.contains("--include-simulated"))

            let figure = scratch.path("figure.svg")
            let study = try run(
                "analyze",
                "scenes",
                "--database",
                database,
                "--include-simulated",
                "--json",
                "--bootstrap",
                "200",
                "--svg",
                figure
            )
            #expect(study.status == 0)
            #expect(try scratch.text(figure).contains("<svg"))
            _ = try Table.exported("pairs.csv", from: database, simulated: true, in: scratch)
            let pairs = scratch.path("export/pairs.csv")
            let preference = try run("analyze", "preference", pairs, "--json", "--bootstrap", "200")
            let agreement = try run("analyze", "agreement", pairs, "--json", "--bootstrap", "200")
            let ofStudy = try #require(try study.json()["statistics"]?.list)
            let ofPreference = try #require(try preference.json()["statistics"]?.list)
            let ofTables = ofPreference + (try #require(try agreement.json()["statistics"]?.list))
            #expect(ofStudy.count >= 10)
            #expect(ofStudy.allSatisfy(ofTables.contains))
            #expect(ofTables.allSatisfy(ofStudy.contains))

            let misspelt = try run(
                "analyze",
                "scenes",
                "--database",
                database,
                "--statistic",
                "percent-agrement"
            )
            #expect(misspelt.status == 2)
            #expect(misspelt.errors.contains("did you mean percent-agreement?"))
        }
    }
}
#endif
