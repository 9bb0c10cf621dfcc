/// A picture of a study as it is shown: an image, or a rendered map of it.
public struct StimulusRecord: Sendable, Hashable, Codable {
    /// The image.
    public var image: ImageID
    /// The explainer whose map it is; `nil` for the image itself.
    public var explainer: ExplainerID?
    /// The picture as it is shown; nil for a map that is computed when a trial shows it first.
    public var picture: Picture?
    /// Where a map came from that was computed here; nil for imported maps and for images.
    public var provenance: MapProvenance?

    /// What is shown.
    public struct Picture: Sendable, Hashable, Codable {
        /// The file, relative to the study's folder.
        public var file: String
        /// SHA-256 of the file, 64 lower-case hex digits.
        public var fileSHA256: String
        /// SHA-256 of the rendered pixels, 64 lower-case hex digits.
        public var pixelsSHA256: String
        /// Width of the rendered picture in pixels.
        public var width: Int
        /// Height of the rendered picture in pixels.
        public var height: Int

        /// Describes what is shown.
        public init(file: String, fileSHA256: String, pixelsSHA256: String, width: Int, height: Int) {
            self.file = file
            self.fileSHA256 = fileSHA256
            self.pixelsSHA256 = pixelsSHA256
            self.width = width
            self.height = height
        }
    }

    /// Describes a picture of a study.
    public init(image: ImageID, explainer: ExplainerID?, picture: Picture?, provenance: MapProvenance? = nil) {
        self.image = image
        self.explainer = explainer
        self.picture = picture
        self.provenance = provenance
    }
}

/// Two maps of an image that no trial can ask about, such as two that are alike.
public struct VoidPair: Sendable, Hashable {
    /// The image.
    public let image: ImageID
    /// The two explainers, in the order of their ids.
    public let pair: ExplainerPair
    /// Why, in words.
    public let reason: String
    /// Whether it was found when a trial was to show it, rather than when the study was created.
    public let isLate: Bool

    /// Names a pair, in either order.
    public init(image: ImageID, _ first: ExplainerID, _ second: ExplainerID, reason: String, isLate: Bool) {
        self.image = image
        pair = first.rawValue < second.rawValue ? ExplainerPair(first, second) : ExplainerPair(second, first)
        self.reason = reason
        self.isLate = isLate
    }

    /// What a trial may not show, in both orders.
    public var units: [TrialUnit] {
        [pair, ExplainerPair(pair.second, pair.first)].map { TrialUnit(image: image, pair: $0) }
    }
}

/// The key of a stored picture.
public typealias StimulusID = RowID<StimulusRecord>

/// A participant's session as it is exported.
public struct ParticipantRecord: Sendable, Equatable {
    /// The session, unique in the database.
    public var session: SessionID
    /// The participant's code, unique in the study.
    public var participant: ParticipantCode
    /// Whether a simulated observer answered.
    public var isSimulated: Bool
    /// The version of the study, from 1.
    public var version: Int
    /// The place in the design, from 0.
    public var seat: Int
    /// How far the session is.
    public var status: Session.Status
    /// How many trials are answered, 0…`trialCount`.
    public var answered: Int
    /// How many trials the session has.
    public var trialCount: Int
    /// The code given at the end.
    public var completionCode: String
    /// When the participant joined, in µs since 1970.
    public var joinedAt: Int64
    /// When the participant was last heard of, in µs since 1970.
    public var lastSeenAt: Int64
    /// Since when the session has its status, in µs since 1970.
    public var statusAt: Int64

    /// Puts a record together.
    public init(
        session: SessionID,
        participant: ParticipantCode,
        isSimulated: Bool,
        version: Int,
        seat: Int,
        status: Session.Status,
        answered: Int,
        trialCount: Int,
        completionCode: String,
        joinedAt: Int64,
        lastSeenAt: Int64,
        statusAt: Int64
    ) {
        self.session = session
        self.participant = participant
        self.isSimulated = isSimulated
        self.version = version
        self.seat = seat
        self.status = status
        self.answered = answered
        self.trialCount = trialCount
        self.completionCode = completionCode
        self.joinedAt = joinedAt
        self.lastSeenAt = lastSeenAt
        self.statusAt = statusAt
    }
}

/// A trial as it is exported.
public struct TrialRecord: Sendable, Equatable {
    /// The trial, unique in the database.
    public var trial: TrialID
    /// The session that answers it.
    public var session: SessionID
    /// The participant's code.
    public var participant: ParticipantCode
    /// Whether a simulated observer answers.
    public var isSimulated: Bool
    /// The version of the study, from 1.
    public var version: Int
    /// The position in the session, from 0.
    public var position: Int
    /// The block.
    public var block: BlockID
    /// Why the trial is in the list.
    public var role: TrialRole
    /// The image.
    public var image: ImageID
    /// The explainer shown left.
    public var left: ExplainerID
    /// The explainer shown right.
    public var right: ExplainerID
    /// The explainer that a careful participant prefers, where there is one.
    public var correct: ExplainerID?
    /// The position of the trial that this one repeats.
    public var repeats: Int?
    /// The picture of the image, with its hashes.
    public var imageStimulus: StimulusID
    /// The picture shown left, with its hashes.
    public var leftStimulus: StimulusID
    /// The picture shown right, with its hashes.
    public var rightStimulus: StimulusID

    /// Puts a record together.
    public init(
        trial: TrialID,
        session: SessionID,
        participant: ParticipantCode,
        isSimulated: Bool,
        version: Int,
        position: Int,
        block: BlockID,
        role: TrialRole,
        image: ImageID,
        left: ExplainerID,
        right: ExplainerID,
        correct: ExplainerID?,
        repeats: Int?,
        imageStimulus: StimulusID,
        leftStimulus: StimulusID,
        rightStimulus: StimulusID
    ) {
        self.trial = trial
        self.session = session
        self.participant = participant
        self.isSimulated = isSimulated
        self.version = version
        self.position = position
        self.block = block
        self.role = role
        self.image = image
        self.left = left
        self.right = right
        self.correct = correct
        self.repeats = repeats
        self.imageStimulus = imageStimulus
        self.leftStimulus = leftStimulus
        self.rightStimulus = rightStimulus
    }
}

/// A response as it is exported, with the trial that it answers.
public struct ResponseRecord: Sendable, Equatable {
    /// The trial.
    public var trial: TrialRecord
    /// The response as the participant sent it.
    public var response: Response
    /// When it was stored, in µs since 1970.
    public var receivedAt: Int64
    /// The response that corrects this one.
    public var supersededBy: ResponseID?

    /// Puts a record together.
    public init(trial: TrialRecord, response: Response, receivedAt: Int64, supersededBy: ResponseID?) {
        self.trial = trial
        self.response = response
        self.receivedAt = receivedAt
        self.supersededBy = supersededBy
    }
}
