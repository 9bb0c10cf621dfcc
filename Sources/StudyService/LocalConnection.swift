import Foundation
import StudyModel
import StudyStore
import StudyWire
import Synchronization

/// A participant's connection that goes straight to the store of this process.
final class LocalConnection: StudyConnection {
    private let service: StudyService
    private let id: StudyID
    private let joined = Mutex<Joined?>(nil)

    /// What stays the same while the session lasts.
    private struct Joined: Sendable {
        var study: OpenStudy
        var session: SessionID
        var trials: [Trial]
        var ahead: TrialsAhead
    }

    init(service: StudyService, study: StudyID) {
        self.service = service
        id = study
    }

    func join(code: ParticipantCode?) async throws -> Welcome {
        let service = service
        let id = id
        let (joined, session) = try await service.store.commit { transaction in
            var study = try service.open(id, in: transaction)
            let session = try study.join(code: code, at: StudyService.now(), in: transaction)
            if session.study != study.stored.row, let version = try transaction.study(version: session.study) {
                // Somebody who began an earlier version goes on with that one.
                study = try OpenStudy(version, in: transaction)
            }
            let trials = try transaction.trials(of: session.id)
            let ahead = TrialsAhead(trials, of: study, in: service)
            return (Joined(study: study, session: session.id, trials: trials, ahead: ahead), session)
        }
        self.joined.withLock { $0 = joined }
        if session.status.isOpen { await joined.ahead.start(at: session.answered) }
        let study = joined.study.study
        return Welcome(
            code: session.participant.code,
            title: study.title,
            language: study.language,
            consent: session.status == .joined ? study.consent : nil,
            instructions: session.answered == 0 ? study.instructions : [],
            trialCount: session.trialCount,
            answered: session.answered,
            allowsCorrections: study.allowsCorrections
        )
    }

    func consent(_ isGiven: Bool) async throws {
        let joined = try current()
        try await service.store.commit { transaction in
            try joined.study.consent(isGiven, session: joined.session, at: StudyService.now(), in: transaction)
        }
    }

    func next() async throws -> Step {
        let joined = try current()
        let session = try await service.store.query { try $0.session(joined.session) }
        guard let session else { throw ServiceError(.wrongState, "the session is not in the database any more") }
        switch session.status {
        case .joined: throw ServiceError(.wrongState, "consent comes before the first trial")
        case .declined: throw ServiceError(.declined, "consent was refused; join with another code to take part")
        case .completed:
            return .finished(debrief: joined.study.study.debrief, completionCode: session.completionCode)
        case .active, .released:
            // A released session goes on until somebody else has the place, which the next response finds out.
            guard joined.trials.indices.contains(session.answered) else {
                throw ServiceError(.wrongState, "session \(session.id) has no trial \(session.answered + 1)")
            }
            let trial = joined.trials[session.answered]
            if let void = try await joined.ahead.prepare(session.answered) {
                try await skip(trial, for: void, in: joined)
                return try await next()
            }
            await joined.ahead.start(at: session.answered + 1)
            return .trial(try joined.study.screen(for: trial, among: joined.trials))
        }
    }

    /// Passes over a trial that nobody could answer, and keeps later participants from it.
    private func skip(_ trial: Trial, for void: VoidPair, in joined: Joined) async throws {
        try await service.store.commit { transaction in
            guard let session = try transaction.session(joined.session), session.answered == trial.position else {
                return
            }
            let now = StudyService.now()
            try transaction.insert(void, of: session.study)
            let detail = ["trial": "\(trial.id)", "reason": void.reason]
            try transaction.append(
                event: Event(
                    at: now,
                    study: session.study,
                    session: session.id,
                    kind: "trial.skipped",
                    detail: String(decoding: try JSONEncoder().encode(detail), as: UTF8.self)
                )
            )
            try transaction.skipTrial(of: session, at: now)
        }
    }

    func previous() async throws -> TrialScreen? {
        let joined = try current()
        guard joined.study.study.allowsCorrections else { return nil }
        return try await service.store.commit { transaction in
            guard let session = try transaction.session(joined.session), session.status == .active,
                session.answered > 0
            else { return nil }
            let trial = joined.trials[session.answered - 1]
            let responses = try transaction.responses(trial: trial.id)
            guard responses.count == 1, let last = responses.last else { return nil }
            try transaction.append(
                event: Event(
                    at: StudyService.now(),
                    study: session.study,
                    session: session.id,
                    kind: "trial.reopened",
                    detail: "{\"trial\": \(trial.id)}"
                )
            )
            return try joined.study.screen(for: trial, among: joined.trials, supersedes: last.id)
        }
    }

    func picture(_ reference: PictureReference) async throws -> [UInt8] {
        let joined = try current()
        guard let stimulus = joined.study.stimulus(pixels: reference.sha256) else {
            throw ServiceError(.wrongState, "the study has no picture \(reference.sha256)")
        }
        return try await service.stimuli.picture(
            stimulus,
            of: joined.study.study,
            folder: joined.study.stored.folder
        )
    }

    func respond(_ response: Response) async throws -> Receipt {
        let joined = try current()
        return try await service.store.commit { transaction in
            guard var session = try transaction.session(joined.session) else {
                throw ServiceError(.wrongState, "session \(joined.session) is not in the database")
            }
            return try joined.study.respond(
                response,
                in: &session,
                trials: joined.trials,
                at: StudyService.now(),
                in: transaction
            )
        }
    }

    func leave() async throws {
        let joined = try current()
        try await service.store.commit { transaction in
            guard let session = try transaction.session(joined.session), session.status.isOpen else { return }
            try transaction.append(
                event: Event(
                    at: StudyService.now(),
                    study: session.study,
                    session: session.id,
                    kind: "session.left",
                    detail: "{\"answered\": \(session.answered)}"
                )
            )
        }
    }

    private func current() throws -> Joined {
        guard let joined = joined.withLock({ $0 }) else {
            throw ServiceError(.wrongState, "join the study first")
        }
        return joined
    }
}
