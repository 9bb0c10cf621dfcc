#if os(Linux)
import Glibc
import Testing

extension ProgramTests {
    /// The client in a pseudo-terminal, from consent to completion code.
    @Suite(.enabled(if: Program.readsPictures, "built without image libraries"))
    struct ParticipateTerminalTests {
        private static let count = 23

        @Test func participantGoesThroughAWholeStudyAndLosesNothingOnTheWay() throws {
            let scratch = try Scratch()
            let database = try Example.create(in: scratch)
            let arguments = ["participate", "scenes", "--database", database, "--graphics", "symbols"]

            var user = try TerminalUser(arguments)
            let code = try consent(user)
            try practice(user)
            for number in 3...5 { try answer(number, "\u{1B}[C", user) }
            try correctPrevious(of: 6, user)
            try answer(7, "\u{1B}[D", user)

            // Killed in the middle of a trial: the same trial, drawn alike, is open afterwards.
            let drawn = try user.seeTrial(8, of: Self.count)
            try user.kill()
            user = try resume(arguments, code, at: 8)
            #expect(try user.seeTrial(8, of: Self.count) == drawn)
            try user.press("=")

            // Ctrl-C loses the unanswered trial only, and says how to come back.
            try user.seeTrial(9, of: Self.count)
            try user.press("\u{03}")
            try user.see("Resume with: beholder participate scenes --participant \(code)")
            #expect(try user.end() == .exit(0))
            user = try resume(arguments, code, at: 9)
            try answer(9, "\u{1B}[C", user)

            // So does closing the window.
            try user.seeTrial(10, of: Self.count)
            user.hangUp()
            _ = try user.end()
            user = try resume(arguments, code, at: 10)
            for number in 10...14 { try answer(number, "\u{1B}[C", user) }

            try user.see("Time for a short break")
            try user.press(" ")
            for number in 15...Self.count { try answer(number, "\u{1B}[D", user) }
            try user.see("Your completion code: ")
            try user.press(" ")
            try user.see("Completion code: ")
            #expect(try user.end() == .exit(0))

            try checkStored(database, code, in: scratch)
        }

        @Test func silentTerminalAndNoColorAreRespected() throws {
            let scratch = try Scratch()
            let database = try Example.create(in: scratch)
            let user = try TerminalUser(
                ["participate", "scenes", "--database", database, "--graphics", "none"],
                environment: ["NO_COLOR": "1"],
                answersQueries: false
            )
            try user.see("[y] I agree")
            try user.press("y")
            try user.see("Instructions 1/2")
            try user.press(" ")
            try user.see("Instructions 2/2")
            try user.press(" ")
            try user.see("Trial 1 of \(Self.count)", "Pictures are not drawn")
            // Answers count from the drawing on; the keys' line is drawn last.
            try user.see("[q] leave")
            try pressUntil("Right.", "\u{1B}[C", user)
            try user.press("q")
            try user.see("y")
            try user.press("y")
            try user.see("Resume with: ")
            #expect(try user.end() == .exit(0))
            #expect(!user.everything.contains(/\u{1B}\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])m/))

            let responses = try Table.exported("responses.csv", from: database, in: scratch)
            #expect(responses.column("rt_onset") == ["writeEnd"])
            #expect(responses.column("graphics") == ["none"])
        }

        @Test func windowThatShrinksSaysSoAndIsRedrawnWhenItGrows() throws {
            let scratch = try Scratch()
            let database = try Example.create(in: scratch)
            let user = try TerminalUser(
                ["participate", "scenes", "--database", database, "--graphics", "symbols"]
            )
            _ = try consent(user)
            try user.seeTrial(1, of: Self.count)
            user.resize(columns: 20, rows: 5)
            try user.see("The window")
            user.resize(columns: 120, rows: 40)
            try user.see("Trial 1 of \(Self.count)")
            try user.see("[q] leave")
            try user.press("\u{1B}[C")
            try user.see("Right.")
        }

        private func consent(_ user: TerminalUser) throws -> String {
            try user.see("Your code: ")
            let code = try user.see("\u{1B}").upTo.dropLast()
            try user.see("Pictures are drawn with characters.")
            try user.see("[y] I agree")
            try user.press("y")
            try user.see("Instructions 1/2")
            try user.press(" ")
            try user.see("Instructions 2/2")
            try user.press(" ")
            return String(decoding: code, as: UTF8.self)
        }

        private func practice(_ user: TerminalUser) throws {
            try answer(1, "\u{1B}[C", user)
            try user.see("Right.")
            try user.press(" ")
            try answer(2, "\u{1B}[C", user)
            try user.see("Not the expected answer.")
            try user.press(" ")
        }

        private func answer(_ number: Int, _ key: String, _ user: TerminalUser) throws {
            try user.seeTrial(number, of: Self.count)
            try user.press(key)
        }

        /// Reopens the previous trial, answers it otherwise, and finds that it can be reopened only once.
        private func correctPrevious(of number: Int, _ user: TerminalUser) throws {
            try user.seeTrial(number, of: Self.count)
            try user.press("\u{7F}")
            try user.see("Trial \(number - 1) of \(Self.count)  correction")
            try user.see("\u{1B}[6n")
            try user.press("\u{1B}[D")
            try user.seeTrial(number, of: Self.count)
            try user.press("\u{7F}")
            try user.see("cannot be reopened")
            try user.press("\u{1B}[D")
        }

        private func resume(_ arguments: [String], _ code: String, at number: Int) throws -> TerminalUser {
            let user = try TerminalUser(arguments + ["--participant", code])
            try user.see("Welcome back")
            try user.see("\(number - 1) of \(Self.count) trials are answered.")
            try user.press(" ")
            return user
        }

        /// Presses a key until it has an effect: without queries nothing tells when the onset was.
        private func pressUntil(_ text: String, _ key: String, _ user: TerminalUser) throws {
            for _ in 1...40 {
                try user.press(key)
                if (try? user.see(text, within: 0.25)) != nil { return }
            }
            throw TestFailure("\(text) did not appear")
        }

        private func checkStored(_ database: String, _ code: String, in scratch: Scratch) throws {
            let responses = try Table.exported("responses.csv", from: database, in: scratch)
            #expect(responses.rows.count == Self.count + 1)
            #expect(Set(responses.column("response")).count == Self.count + 1)
            #expect(Set(responses.column("participant")) == [code])
            #expect(Set(responses.column("trial")) == Set((1...Self.count).map(String.init)))
            #expect(Set(responses.column("rt_onset")) == ["cursorReply"])
            #expect(Set(responses.column("graphics")) == ["symbols-truecolor"])
            for row in responses.rows {
                let rt = try #require(row["rt"].flatMap(Double.init))
                let shown = try #require(row["shown_at"].flatMap(Int64.init))
                let submitted = try #require(row["submitted_at"].flatMap(Int64.init))
                #expect(rt >= 0 && rt < 20_000)
                #expect(abs(Double(submitted - shown) / 1000 - rt) < 50)
            }
            let corrected = responses.rows.filter { $0["superseded_by"] != "" }
            #expect(corrected.map { $0["trial"] } == ["5"])
            #expect(corrected.first?["answer"] == "right")
            let correction = responses.rows.filter { $0["supersedes"] != "" }
            #expect(correction.first?["answer"] == "left")
            #expect(correction.first?["response"] == corrected.first?["superseded_by"])
            let valid = responses.rows.filter { $0["superseded_by"] == "" }
            let tie = valid.filter { $0["answer"] == "tie" }.map { $0["trial"] }
            #expect(tie == ["8"])
            let participants = try Table.exported("participants.csv", from: database, in: scratch)
            #expect(participants.column("status") == ["completed"])
        }
    }
}
#endif
