import StudyModel
import StudyService
import StudyWire
import Testing

/// The promise of the design, read back from the store after people came, dropped out and were replaced.
@Suite struct BalanceTests {
    @Test func everyUnitEquallyOftenAndSidesBalanced() async throws {
        let quota = 24
        let fixture = try ServiceFixture(
            ["participants": ["quota": quota, "releaseAfterMinutes": 30]],
            block: ["trialsPerParticipant": 5, "repeats": 1]
        )
        // Simulated participants must not count.
        try fixture.simulate(7)
        var arrivals = 0
        var refused = 0
        while try completed(fixture) < quota {
            arrivals += 1
            let code = ParticipantCode("P\(arrivals)")
            let connection = fixture.connect()
            _ = try await connection.join(code: code)
            if arrivals % 7 == 0 {
                try await connection.consent(false)
                refused += 1
                continue
            }
            try await connection.consent(true)
            if arrivals % 3 == 0 {
                try await connection.answer(atMost: arrivals % 5)
                try fixture.silence(code, minutes: 31)
            } else {
                try await connection.answer()
            }
        }
        #expect(arrivals > quota + refused)

        let sessions = try fixture.sessions().filter { !$0.isSimulated && $0.status == .completed }
        #expect(sessions.map(\.seat).sorted() == Array(0..<quota))
        let done = Set(sessions.map(\.session))
        let trials = try fixture.responses().map(\.trial).filter { done.contains($0.session) }
        let mains = trials.filter { $0.role == .main }
        #expect(mains.count == quota * 5)

        let units = Dictionary(grouping: mains) { "\($0.image) \(min($0.left, $0.right)) \(max($0.left, $0.right))" }
        #expect(units.count == 12)
        for (unit, shown) in units {
            #expect(shown.count == quota * 5 / 12, "\(unit)")
            let surplus = shown.reduce(0) { $0 + ($1.left < $1.right ? 1 : -1) }
            #expect(abs(surplus) <= 1, "the two orders of \(unit)")
        }
        for (session, trials) in Dictionary(grouping: trials, by: \.session) {
            for repeated in trials where repeated.role == .repeated {
                let original = try #require(trials.first { $0.position == repeated.repeats })
                #expect(repeated.position - original.position >= 5, "session \(session)")
                #expect((repeated.left, repeated.right) == (original.right, original.left))
            }
        }
    }

    private func completed(_ fixture: ServiceFixture) throws -> Int {
        try fixture.sessions().count { !$0.isSimulated && $0.status == .completed }
    }
}
