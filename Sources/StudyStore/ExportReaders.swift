import GRDB
import StudyModel

/// Reads the trials of one session after another.
struct TrialReader {
    private let reader: ColumnReader
    private let stimuli: [StimulusID: Shown]
    private var blocks = WordCache { BlockID($0) }
    private var roles = WordCache { try StoreTransaction.decoded($0) as TrialRole }

    init(_ db: Database, stimuli: [StimulusID: StimulusRecord]) throws {
        self.stimuli = stimuli.mapValues { Shown(image: $0.image, explainer: $0.explainer) }
        reader = try ColumnReader(
            db,
            sql: """
                SELECT id, position, block, role, image_stimulus, left_stimulus, right_stimulus, correct_stimulus, repeats
                FROM trials WHERE session_id = ? ORDER BY position
                """
        )
    }

    /// Visits the trials of a session in order.
    mutating func forEach(of participant: ParticipantRecord, _ body: (TrialRecord) throws -> Void) throws {
        try reader.forEach {
            $0.add(participant.session.rawValue)
        } _: { columns in
            let image = StimulusID(columns.integer(4))
            let left = StimulusID(columns.integer(5))
            let right = StimulusID(columns.integer(6))
            try body(
                TrialRecord(
                    trial: TrialID(columns.integer(0)),
                    session: participant.session,
                    participant: participant.participant,
                    isSimulated: participant.isSimulated,
                    version: participant.version,
                    position: Int(columns.integer(1)),
                    block: try blocks.value(columns.bytes(2)),
                    role: try roles.value(columns.bytes(3)),
                    image: try stimulus(image).image,
                    left: try explainer(left),
                    right: try explainer(right),
                    correct: try columns.optionalInteger(7).map { try explainer(StimulusID($0)) },
                    repeats: columns.optionalInteger(8).map { Int($0) },
                    imageStimulus: image,
                    leftStimulus: left,
                    rightStimulus: right
                )
            )
        }
    }

    /// What of a picture goes into a trial's row.
    private struct Shown {
        var image: ImageID
        var explainer: ExplainerID?
    }

    private func stimulus(_ id: StimulusID) throws -> Shown {
        guard let stimulus = stimuli[id] else {
            throw StoreError(.corrupt, "A trial shows the picture \(id), which belongs to another study.")
        }
        return stimulus
    }

    private func explainer(_ id: StimulusID) throws -> ExplainerID {
        guard let explainer = try stimulus(id).explainer else {
            throw StoreError(.corrupt, "A trial shows the picture \(id) as a map, but it is an image.")
        }
        return explainer
    }
}

/// Reads the responses to the trials of one session after another.
struct ResponseReader {
    private let reader: ColumnReader
    private let displays: [Int64: Display]
    private var answers = WordCache { try StoreTransaction.answer($0) }
    private var onsets = WordCache { try StoreTransaction.decoded($0) as Response.Onset }

    init(_ db: Database, displays: [Int64: Display]) throws {
        self.displays = displays
        reader = try ColumnReader(
            db,
            sql: """
                SELECT trial_id, response, answer, rt, onset, shown_at, submitted_at, received_at, display_id
                FROM responses WHERE trial_id BETWEEN ? AND ? ORDER BY trial_id, attempt
                """
        )
    }

    /// Visits the responses to a session's trials, which lie together in the database.
    mutating func forEach(to trials: [TrialRecord], _ body: (ResponseRecord) throws -> Void) throws {
        guard let first = trials.first, let last = trials.last else { return }
        var index = 0
        // A response is told which one supersedes it, hence held until the next is read.
        var held: ResponseRecord?
        try reader.forEach {
            $0.add(first.trial.rawValue)
            $0.add(last.trial.rawValue)
        } _: { columns in
            let trial = TrialID(columns.integer(0))
            while index < trials.count, trials[index].trial < trial { index += 1 }
            guard index < trials.count, trials[index].trial == trial else { return }

            let id = ResponseID(columns.text(1))
            var superseded: ResponseID?
            if held?.response.trial == trial {
                superseded = held?.response.id
                held?.supersededBy = id
            }
            if let complete = held.take() { try body(complete) }
            held = ResponseRecord(
                trial: trials[index],
                response: Response(
                    id: id,
                    trial: trial,
                    answer: try answers.value(columns.bytes(2)),
                    rt: columns.optionalReal(3),
                    onset: try onsets.value(columns.bytes(4)),
                    shownAt: columns.integer(5),
                    submittedAt: columns.integer(6),
                    display: displays[columns.integer(8)] ?? .none,
                    supersedes: superseded
                ),
                receivedAt: columns.integer(7),
                supersededBy: nil
            )
        }
        if let held { try body(held) }
    }
}
