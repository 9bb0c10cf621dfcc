import Foundation
import StudyModel
import StudyService
import StudyStore
import StudyWire
import Synchronization
import Testing

@Suite("Maps that are computed when trials need them")
struct OnDemandTests {
    @Test("A participant waits for the first trial alone; the next ones' maps come meanwhile")
    func ahead() async throws {
        let fixture = try ServiceFixture(pending: true)
        let source = ComputingPictures()
        let connection = StudyService(store: fixture.store, stimuli: source).connection(to: ServiceFixture.id)
        let welcome = try await connection.join(code: nil)
        try await connection.consent(true)
        guard case .trial(let screen) = try await connection.next() else { return #expect(Bool(false)) }
        #expect(try await !connection.picture(screen.candidates[0]).isEmpty)
        for _ in 0..<1000 where source.computed < welcome.trialCount {
            try await Task.sleep(for: .milliseconds(5))
        }
        // Repeats show what was shown before.
        let units = try Set(
            fixture.trials().map { Set([$0.left, $0.right]).map(\.rawValue).sorted() + ["\($0.image)"] }
        )
        #expect(source.computed == units.count)
        try await connection.answer()
        #expect(source.computed == units.count)
        #expect(try fixture.responses().count == welcome.trialCount)
    }

    @Test("What was computed stays for the next participant")
    func kept() async throws {
        let fixture = try ServiceFixture(pending: true)
        let stored = try fixture.stored()
        let shown = try await {
            let connection = StudyService(store: fixture.store, stimuli: ComputingPictures())
                .connection(to: ServiceFixture.id)
            _ = try await connection.join(code: nil)
            try await connection.consent(true)
            guard case .trial(let screen) = try await connection.next() else { return 0 }
            return screen.candidates.count
        }()
        #expect(shown == 2)
        let complete = try fixture.store.read { try $0.stimuli(of: stored.row) }.filter { $0.explainer != nil }
        #expect(complete.contains { $0.picture != nil })
    }

    @Test("A void trial is passed over, told in the log, and kept from later participants")
    func voidTrial() async throws {
        let stimuli: [String: any Sendable] = ["voidTrials": "skip"]
        let fixture = try ServiceFixture(pending: true, stimuli: stimuli)
        let source = ComputingPictures(void: ["a", "c"])
        let service = StudyService(store: fixture.store, stimuli: source)
        let connection = service.connection(to: ServiceFixture.id)
        let welcome = try await connection.join(code: "P1")
        try await connection.consent(true)
        let answered = try await connection.answer()
        let skipped = try fixture.events().count { $0 == "trial.skipped" }
        #expect(skipped > 0)
        #expect(answered == welcome.trialCount - skipped)
        #expect(try fixture.session("P1")?.status == .completed)
        #expect(try fixture.voidPairs().allSatisfy(\.isLate))

        let later = service.connection(to: ServiceFixture.id)
        _ = try await later.join(code: "P2")
        let void = try fixture.voidPairs().flatMap(\.units)
        let plans = try fixture.trials(of: "P2")
        #expect(plans.allSatisfy { !void.contains(TrialUnit(image: $0.image, pair: ExplainerPair($0.left, $0.right))) })
    }

    @Test("A map that cannot be made is told to the participant, and asked for again the next time")
    func failure() async throws {
        let fixture = try ServiceFixture(pending: true)
        let source = ComputingPictures(failures: 1)
        let connection = StudyService(store: fixture.store, stimuli: source).connection(to: ServiceFixture.id)
        _ = try await connection.join(code: nil)
        try await connection.consent(true)
        var errors = 0
        for _ in 0..<3 {
            do { _ = try await connection.next() } catch is ServiceError { errors += 1 }
        }
        #expect(errors <= 1)
        guard case .trial = try await connection.next() else { return #expect(Bool(false)) }
    }
}

/// Computes what a trial needs, counting how often.
private final class ComputingPictures: StimulusProvider {
    private let void: Set<ExplainerID>
    private let state: Mutex<(computed: Int, failures: Int)>

    init(void: Set<ExplainerID> = [], failures: Int = 0) {
        self.void = void
        state = Mutex((0, failures))
    }

    var computed: Int { state.withLock { $0.computed } }

    func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) async throws -> [UInt8] {
        Array((stimulus.picture?.file ?? "").utf8)
    }

    func stimuli(
        of image: ImageID,
        _ pair: ExplainerPair,
        in study: StoredStudy
    ) async throws -> TrialStimuliOutcome {
        let fails = state.withLock { state in
            defer { state.failures -= 1 }
            return state.failures > 0
        }
        if fails { throw ServiceError(.stimulusChanged, "the model is gone") }
        state.withLock { $0.computed += 1 }
        if void == [pair.first, pair.second] {
            return .void(VoidPair(image: image, pair.first, pair.second, reason: "both maps are alike", isLate: true))
        }
        return .ready(([nil, pair.first, pair.second] as [ExplainerID?]).map { ServiceFixture.stimulus(image, $0) })
    }
}
