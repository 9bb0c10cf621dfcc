public import StudyEngine
public import StudyModel
import Statistics
public import StudyStore

/// Lets simulated participants answer a study through the engine and the store that people use.
public struct Simulation {
    private let store: StudyStore
    private let study: OpenStudy
    private let observer: SimulatedObserver
    private let seed: UInt64

    /// Prepares the simulation of a study in its latest version.
    /// - Parameter observer: Makes the observer once the definition is known.
    /// - Throws: ``ServiceError`` for an unknown study, and what `observer` throws.
    public init(
        of id: StudyID,
        in store: StudyStore,
        seed: UInt64,
        observer: (Study) throws -> SimulatedObserver
    ) throws {
        self.store = store
        self.seed = seed
        study = try store.read { transaction in
            guard let stored = try transaction.study(id) else {
                throw try StudyService.unknown(id, in: transaction)
            }
            return try OpenStudy(stored, in: transaction)
        }
        self.observer = try observer(study.study)
    }

    /// Runs participants one after the other; each one's joining and answers are one transaction.
    /// - Parameters:
    ///   - acknowledged: Given the ids of a participant's responses once they are durable.
    ///   - progress: Told how many participants are done.
    /// - Returns: The number of responses stored.
    /// - Complexity: O(responses); memory is that of one participant's trials.
    public func run(
        participants count: Int,
        acknowledged: ([ResponseID]) throws -> Void = { _ in },
        progress: (Int) -> Void = { _ in }
    ) throws -> Int {
        var held = Set(try store.read { try $0.heldSeats(study.stored.row, simulated: true) })
        var seat = 0
        var responses = 0
        for done in 1...max(count, 1) where count > 0 {
            while held.contains(seat) { seat += 1 }
            let ids = try answer(seat: &seat, held: &held)
            try acknowledged(ids)
            responses += ids.count
            progress(done)
            seat += 1
        }
        return responses
    }

    /// Answers everything of one seat; takes the next free one where another process was faster.
    private func answer(seat: inout Int, held: inout Set<Int>) throws -> [ResponseID] {
        while true {
            do {
                return try store.write { try answer(seat: seat, in: $0) }
            } catch let error as StoreError where error.code == .conflict {
                let now = Set(try store.read { try $0.heldSeats(study.stored.row, simulated: true) })
                guard now.contains(seat) else { throw error }
                held = now
                while held.contains(seat) { seat += 1 }
            }
        }
    }

    private func answer(seat: Int, in transaction: StoreTransaction) throws -> [ResponseID] {
        let participant = observer.participant(seat: seat, seed: seed)
        var clock = StudyService.now()
        let session = try study.insert(
            code: code(of: seat),
            isSimulated: true,
            seat: seat,
            at: clock,
            in: transaction
        )
        try transaction.setStatus(session.id, .active, at: clock)
        let trials = try transaction.trials(of: session.id)
        var ids = SimulatedResponseIDs(seed: seed, study: study.stored.row, seat: seat)
        return try trials.map { trial in
            let reply = participant.reply(to: trial.plan, at: trial.position, in: try study.block(of: trial.plan))
            let shownAt = clock
            clock += Int64(reply.rt * 1000)
            let response = Response(
                id: ids.next(),
                trial: trial.id,
                answer: reply.answer,
                rt: (reply.rt * 1000).rounded() / 1000,
                onset: .simulated,
                shownAt: shownAt,
                submittedAt: clock,
                display: .none
            )
            _ = try study.respond(response, session: session.id, trials: trials, at: clock, in: transaction)
            return response.id
        }
    }

    /// Simulated codes name version and seat, so that no two meet and people see what they are.
    private func code(of seat: Int) -> ParticipantCode {
        ParticipantCode("simulated-\(study.stored.row)-\(seat + 1)")
    }
}

/// Ids for simulated responses: UUIDs of version 8, the same for the same seed, study version and seat.
struct SimulatedResponseIDs {
    private var generator: SeededGenerator

    init(seed: UInt64, study: StudyVersionID, seat: Int) {
        var mixed = SeededGenerator(seed: seed)
        for part in [UInt64(bitPattern: study.rawValue), UInt64(seat)] {
            mixed = SeededGenerator(seed: mixed.next() ^ part)
        }
        generator = mixed
    }

    mutating func next() -> ResponseID {
        let high = (generator.next() & ~0xF000) | 0x8000
        let low = (generator.next() & ~(0b11 << 62)) | (0b10 << 62)
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in (Self.bytes(high) + Self.bytes(low)).enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return ResponseID(String(decoding: text, as: UTF8.self))
    }

    private static func bytes(_ word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
}
