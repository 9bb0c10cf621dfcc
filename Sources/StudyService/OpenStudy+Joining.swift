import StudyEngine
import StudyModel
import StudyStore

extension OpenStudy {
    /// Gives somebody new a place, or takes up a session where it was left.
    /// - Parameter code: The participant's code; a new one is made for `nil`.
    /// - Throws: ``ServiceError`` when the study is full, the code cannot be used, consent was refused or the place has
    ///   gone to somebody else.
    func join(code: ParticipantCode?, at now: Int64, in transaction: StoreTransaction) throws -> Session {
        if let code {
            if let (session, _) = try transaction.findSession(study.id, code: code) {
                return try resume(session, at: now, in: transaction)
            }
            try ParticipantCodes.check(code)
        }
        let silence = Int64(study.participants.releaseAfterMinutes) * 60_000_000
        _ = try transaction.releaseStale(stored.row, before: now - silence, at: now)
        let held = try transaction.heldSeats(stored.row, simulated: false)
        guard let seat = SeatAllocation.nextSeat(held: held, quota: study.participants.quota) else {
            throw ServiceError(
                .studyFull,
                "every place of \"\(study.id)\" is taken (\(study.participants.quota ?? held.count)); "
                    + "a place becomes free when somebody does not answer for "
                    + "\(study.participants.releaseAfterMinutes) minutes"
            )
        }
        return try insert(
            code: try code ?? newCode(in: transaction),
            isSimulated: false,
            seat: seat,
            at: now,
            in: transaction
        )
    }

    /// Records that consent was given or refused; the same answer twice changes nothing.
    /// - Throws: ``ServiceError`` `.placeReleased` when the place went to somebody else meanwhile; `.wrongState` for an
    ///   answer that contradicts an earlier one.
    func consent(_ isGiven: Bool, session id: SessionID, at now: Int64, in transaction: StoreTransaction) throws {
        guard var session = try transaction.session(id) else {
            throw ServiceError(.wrongState, "session \(id) is not in the database")
        }
        if session.status == .released {
            guard try transaction.reclaim(id, at: now) else { throw placeReleased(session.participant.code) }
            session = try transaction.session(id) ?? session
        }
        switch (session.status, isGiven) {
        case (.joined, _): try transaction.setStatus(id, isGiven ? .active : .declined, at: now)
        case (.active, true), (.declined, false): break
        default: throw ServiceError(.wrongState, "consent was asked and answered before")
        }
    }

    /// Stores a session with its trial list.
    func insert(
        code: ParticipantCode,
        isSimulated: Bool,
        seat: Int,
        at now: Int64,
        in transaction: StoreTransaction
    ) throws -> Session {
        var system = SystemRandomNumberGenerator()
        return try transaction.insertSession(
            study: stored.row,
            code: code,
            simulated: isSimulated,
            seat: seat,
            completionCode: study.completionCode ?? ParticipantCodes.random(using: &system),
            trials: design.trials(forSeat: seat, simulated: isSimulated),
            at: now
        )
    }

    private func resume(_ session: Session, at now: Int64, in transaction: StoreTransaction) throws -> Session {
        let code = session.participant.code
        guard !session.participant.isSimulated else {
            throw ServiceError(.simulatedCode, "\"\(code)\" is a simulated participant; choose another code")
        }
        switch session.status {
        case .declined:
            throw ServiceError(
                .declined,
                "\"\(code)\" did not agree to take part; somebody who does joins with another code"
            )
        case .released:
            guard try transaction.reclaim(session.id, at: now) else {
                throw placeReleased(code)
            }
        case .joined, .active:
            try transaction.touch(session.id, at: now)
        case .completed:
            return session
        }
        try transaction.append(
            event: Event(at: now, study: session.study, session: session.id, kind: "session.resumed")
        )
        return try transaction.session(session.id) ?? session
    }

    /// The error for somebody who was silent for too long.
    func placeReleased(_ code: ParticipantCode) -> ServiceError {
        ServiceError(
            .placeReleased,
            "the place of \"\(code)\" went to somebody else after "
                + "\(study.participants.releaseAfterMinutes) minutes of silence; the answers given are kept"
        )
    }

    private func newCode(in transaction: StoreTransaction) throws -> ParticipantCode {
        var system = SystemRandomNumberGenerator()
        while true {
            let code = ParticipantCode(ParticipantCodes.random(using: &system))
            if try transaction.findSession(study.id, code: code) == nil { return code }
        }
    }
}
