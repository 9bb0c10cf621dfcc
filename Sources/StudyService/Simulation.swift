import SeededRandom
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

    /// How many responses end a transaction: enough for a sync of the disk to pay, few enough to let others write.
    private static let responsesPerTransaction = 200

    /// Runs participants one after the other; each one's joining and answers are stored in one transaction, which
    /// several participants may share.
    /// - Parameters:
    ///   - acknowledged: Given the ids of participants' responses once they are durable.
    ///   - progress: Told how many participants are done.
    /// - Returns: The number of responses stored.
    /// - Complexity: O(responses); memory is that of one transaction's responses.
    public func run(
        participants count: Int,
        acknowledged: ([ResponseID]) throws -> Void = { _ in },
        progress: (Int) -> Void = { _ in }
    ) throws -> Int {
        var held = try heldSeats()
        var seat = 0
        var done = 0
        var responses = 0
        while done < count {
            let start = (seat: seat, done: done)
            do {
                let ids = try store.write { transaction in
                    var ids: [ResponseID] = []
                    repeat {
                        while held.contains(seat) { seat += 1 }
                        ids += try answer(seat: seat, in: transaction)
                        seat += 1
                        done += 1
                    } while done < count && ids.count < Self.responsesPerTransaction
                    return ids
                }
                try acknowledged(ids)
                responses += ids.count
                progress(done)
            } catch let error as StoreError where error.code == .conflict {
                // Another process may have been faster to take the seat: then the free ones are looked up again.
                held = try heldSeats()
                guard held.contains(seat) else { throw error }
                (seat, done) = start
            }
        }
        return responses
    }

    private func heldSeats() throws -> Set<Int> {
        Set(try store.read { try $0.heldSeats(study.stored.row, simulated: true) })
    }

    private func answer(seat: Int, in transaction: StoreTransaction) throws -> [ResponseID] {
        let participant = observer.participant(seat: seat, seed: seed)
        var clock = StudyService.now()
        var session = try study.insert(
            code: code(of: seat),
            isSimulated: true,
            seat: seat,
            at: clock,
            in: transaction
        )
        try transaction.setStatus(session.id, .active, at: clock)
        session.status = .active
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
            _ = try study.respond(response, in: &session, trials: trials, at: clock, in: transaction)
            return response.id
        }
    }

    /// Simulated codes name version and seat, so that no two meet and people see what they are.
    private func code(of seat: Int) -> ParticipantCode {
        ParticipantCode("\(ParticipantCodes.simulatedPrefix)\(study.stored.row)-\(seat + 1)")
    }
}

/// Ids for simulated responses: UUIDs of version 8, the same for the same seed, study version and seat.
///
/// They begin with the seat, so that rows stored together lie together in the index of ids.
struct SimulatedResponseIDs {
    private let seat: UInt64
    private var generator: SeededGenerator

    init(seed: UInt64, study: StudyVersionID, seat: Int) {
        self.seat = UInt64(seat)
        var mixed = SeededGenerator(seed: seed)
        for part in [UInt64(bitPattern: study.rawValue), UInt64(seat)] {
            mixed = SeededGenerator(seed: mixed.next() ^ part)
        }
        generator = mixed
    }

    mutating func next() -> ResponseID {
        let high = seat << 16 | 0x8000 | (generator.next() & 0x0FFF)
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
