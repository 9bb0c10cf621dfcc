import Digest
import Foundation
import StudyModel
import StudyService
import StudyStore
import StudyWire

/// A database with one study, in a folder that is deleted with the fixture.
final class ServiceFixture: Sendable {
    static let id: StudyID = "sample"

    let folder: URL
    let store: StudyStore

    var path: String { folder.appending(path: "study.sqlite").path }
    var service: StudyService { StudyService(store: store, stimuli: NamedPictures(fixture: self)) }

    /// A database with the sample study after changes to its keys and to those of its main block.
    ///
    /// - Parameters:
    ///   - pending: Whether maps are left to be computed when trials need them.
    ///   - stimuli: Further keys of `stimuli`.
    init(
        _ changes: [String: any Sendable] = [:],
        block: [String: any Sendable] = [:],
        pending: Bool = false,
        stimuli: [String: any Sendable] = [:]
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "StudyServiceTests-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try StudyStore(path: folder.appending(path: "study.sqlite").path, mode: .create)
        try add(changes, block: block, pending: pending, stimuli: stimuli)
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Stores the sample study after changes, as `beholder create` would.
    @discardableResult
    func add(
        _ changes: [String: any Sendable] = [:],
        block: [String: any Sendable] = [:],
        pending: Bool = false,
        stimuli: [String: any Sendable] = [:]
    ) throws -> StoredStudy {
        let data = try Self.document(changes, block: block, stimuli: stimuli)
        let study = try StudyDefinition.decode(data)
        var records: [StimulusRecord] = []
        for image in study.images {
            let explainers: [ExplainerID?] = [nil] + study.explainers.map(\.id)
            records += explainers.map { explainer in
                pending && explainer != nil
                    ? StimulusRecord(image: image.id, explainer: explainer, picture: nil)
                    : Self.stimulus(image.id, explainer)
            }
        }
        let new = NewStudy(
            id: study.id,
            title: study.title,
            definition: Array(data),
            sha256: SHA256.hash(data).hex,
            folder: folder.path,
            stimuli: records
        )
        return try store.write { try $0.addStudy(new, at: 1).0 }
    }

    /// A participant's connection, through this store or another on the same file.
    func connect(_ store: StudyStore? = nil) -> any StudyConnection {
        StudyService(store: store ?? self.store, stimuli: NamedPictures(fixture: self)).connection(to: Self.id)
    }

    /// A connection of somebody who has joined and agreed.
    func participant(_ code: ParticipantCode? = nil) async throws -> any StudyConnection {
        let connection = connect()
        _ = try await connection.join(code: code)
        try await connection.consent(true)
        return connection
    }

    /// The session of a code.
    func session(_ code: ParticipantCode) throws -> Session? {
        try store.read { try $0.findSession(Self.id, code: code)?.0 }
    }

    /// Makes a session look as if it had been silent for some minutes.
    func silence(_ code: ParticipantCode, minutes: Int64) throws {
        try store.write { transaction in
            guard let (session, _) = try transaction.findSession(Self.id, code: code) else { return }
            try transaction.touch(session.id, at: StudyService.now() - minutes * 60_000_000)
        }
    }

    /// The kinds of events in the log of the study.
    func events() throws -> [String] {
        var kinds: [String] = []
        try store.read { try $0.forEachEvent(study: Self.id) { kinds.append($0.kind) } }
        return kinds
    }

    /// Every session of a version, or of all.
    func sessions(version: Int? = nil) throws -> [ParticipantRecord] {
        var records: [ParticipantRecord] = []
        try store.read {
            try $0.forEachParticipant(study: Self.id, version: version, includeSimulated: true) { records.append($0) }
        }
        return records
    }

    /// The sample study as it is stored.
    func stored() throws -> StoredStudy {
        guard let stored = try store.read({ try $0.study(Self.id) }) else {
            throw ServiceError(.unknownStudy, "there is no sample study")
        }
        return stored
    }

    /// What no trial may show.
    func voidPairs() throws -> [VoidPair] {
        let row = try stored().row
        return try store.read { try $0.voidPairs(of: row) }
    }

    /// The plans of all trials, or of one participant's.
    func trials(of code: ParticipantCode? = nil) throws -> [TrialPlan] {
        var plans: [TrialPlan] = []
        let sessions = try sessions()
        try store.read { transaction in
            for session in sessions where code == nil || session.participant == code {
                plans += try transaction.trials(of: session.session).map(\.plan)
            }
        }
        return plans
    }

    /// Every response of a version, or of all.
    func responses(version: Int? = nil) throws -> [ResponseRecord] {
        var records: [ResponseRecord] = []
        try store.read {
            try $0.forEachResponse(study: Self.id, version: version, includeSimulated: true) { records.append($0) }
        }
        return records
    }

    static func stimulus(_ image: ImageID, _ explainer: ExplainerID?) -> StimulusRecord {
        let name = "\(image)--\(explainer?.rawValue ?? "image")"
        return StimulusRecord(
            image: image,
            explainer: explainer,
            picture: StimulusRecord.Picture(
                file: name + ".png",
                fileSHA256: SHA256.hash(Array("file \(name)".utf8)).hex,
                pixelsSHA256: SHA256.hash(Array("pixels \(name)".utf8)).hex,
                width: 320,
                height: 240
            )
        )
    }

    /// Two practice trials, then 6 of 12 units with 2 repeats, for 10 participants.
    private static func document(
        _ changes: [String: any Sendable],
        block: [String: any Sendable],
        stimuli: [String: any Sendable]
    ) throws -> Data {
        let practice: [String: any Sendable] = [
            "id": "practice", "role": "practice", "kind": "forcedChoice", "question": "Try: {class}?",
            "order": "fixed",
            "trials": [
                ["image": "i1", "left": "a", "right": "b", "correct": "b", "feedback": "b is sharper."],
                ["image": "i2", "left": "a", "right": "c"],
            ],
        ]
        var main: [String: any Sendable] = [
            "id": "main", "kind": "forcedChoice", "question": "Which map shows the {class}?",
            "trialsPerParticipant": 6, "repeats": 2,
        ]
        main.merge(block) { $1 }
        var shown: [String: any Sendable] = [
            "images": (1...4).map { ["id": "i\($0)", "file": "images/i\($0).png", "class": "ball \($0)"] },
            "explainers": ["a", "b", "c"].map { ["id": $0, "maps": "maps/{image}--\($0).npy"] },
        ]
        shown.merge(stimuli) { $1 }
        var document: [String: any Sendable] = [
            "formatVersion": 1, "id": id.rawValue, "title": "A sample", "consent": "I agree.",
            "instructions": ["One.", "Two."], "debrief": "Thank you.", "seed": 7,
            "stimuli": shown,
            "blocks": [practice, main] as [any Sendable],
            "participants": ["quota": 10, "releaseAfterMinutes": 30] as [String: any Sendable],
        ]
        document.merge(changes) { $1 }
        return try JSONSerialization.data(withJSONObject: document, options: .sortedKeys)
    }
}

/// Pictures that are the name of what they show.
struct NamedPictures: StimulusProvider {
    /// Keeps the database open as long as somebody is connected to it.
    let fixture: ServiceFixture

    func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) async throws -> [UInt8] {
        Array((stimulus.picture?.file ?? "").utf8)
    }
}
