import Foundation
import StudyModel
import StudyStore

/// A database in a folder of its own, deleted with the fixture.
final class StoreFixture: Sendable {
    let folder: URL
    let store: StudyStore

    var path: String { folder.appendingPathComponent("study.sqlite").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("StudyStoreTests-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try StudyStore(path: folder.appendingPathComponent("study.sqlite").path, mode: .create)
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Stores the study `faces` and returns its version.
    @discardableResult
    func addStudy(_ study: NewStudy = .faces()) throws -> StoredStudy {
        try store.write { try $0.addStudy(study, at: 1_000).0 }
    }

    /// Seats a participant with the standard trial list.
    func join(
        _ study: StoredStudy,
        _ code: ParticipantCode,
        simulated: Bool = false,
        seat: Int = 0,
        trials: [TrialPlan] = .standard
    ) throws -> Session {
        try store.write {
            try $0.insertSession(
                study: study.row,
                code: code,
                simulated: simulated,
                seat: seat,
                completionCode: "DONE-\(code)",
                trials: trials,
                at: 2_000
            )
        }
    }

    /// The trials of a session.
    func trials(_ session: Session) throws -> [Trial] {
        try store.read { try $0.trials(of: session.id) }
    }
}

extension NewStudy {
    /// Two images with maps of three explainers; `edition` changes the definition, `pixels` one picture.
    static func faces(id: StudyID = "faces", edition: Int = 0, pixels: Int = 0, folder: String = "studies") -> NewStudy
    {
        var stimuli: [StimulusRecord] = []
        for image in ["cat", "dog"] as [ImageID] {
            for explainer in [nil, "grad-cam", "lime", "rise"] as [ExplainerID?] {
                stimuli.append(
                    StimulusRecord(
                        image: image,
                        explainer: explainer,
                        picture: StimulusRecord.Picture(
                            file: "\(image)--\(explainer?.rawValue ?? "original").png",
                            fileSHA256: hash(stimuli.count),
                            pixelsSHA256: hash(100 + stimuli.count + (stimuli.count == 5 ? pixels : 0)),
                            width: 320,
                            height: 240
                        )
                    )
                )
            }
        }
        return NewStudy(
            id: id,
            title: "Faces \(edition)",
            definition: Array("{\"id\": \"\(id)\", \"edition\": \(edition)}\r\n".utf8) + [0xFF, 0x00],
            sha256: hash(1_000 + edition),
            folder: folder,
            stimuli: stimuli
        )
    }

    /// 64 hex digits that differ by number.
    static func hash(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 64 - digits.count) + digits
    }
}

extension [TrialPlan] {
    /// Practice, two trials, a check, and a repeat of the second with sides swapped.
    static let standard: [TrialPlan] = [
        TrialPlan(
            block: "practice",
            role: .practice,
            image: "cat",
            left: "lime",
            right: "rise",
            correct: "rise",
            feedback: "Look again."
        ),
        TrialPlan(block: "main", role: .main, image: "cat", left: "grad-cam", right: "lime"),
        TrialPlan(block: "main", role: .main, image: "dog", left: "rise", right: "lime"),
        TrialPlan(block: "main", role: .attentionCheck, image: "cat", left: "rise", right: "lime", correct: "rise"),
        TrialPlan(block: "main", role: .repeated, image: "cat", left: "lime", right: "grad-cam", repeats: 1),
    ]
}

extension Response {
    /// A response with plausible particulars.
    static func made(
        _ id: String,
        to trial: Trial,
        _ answer: Answer = .side(.left),
        rt: Double? = 812.25,
        supersedes: ResponseID? = nil
    ) -> Response {
        Response(
            id: ResponseID(id),
            trial: trial.id,
            answer: answer,
            rt: rt,
            onset: .cursorReply,
            shownAt: 3_000_000,
            submittedAt: 3_812_250,
            display: Display(graphics: "kitty", columns: 120, rows: 40, pictureWidth: 480, pictureHeight: 360),
            supersedes: supersedes
        )
    }
}
