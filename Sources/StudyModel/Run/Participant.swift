/// Somebody who takes part in a study, or a simulated observer.
public struct Participant: Sendable, Equatable {
    /// The row.
    public var id: ParticipantID
    /// The code by which they are known and resume.
    public var code: ParticipantCode
    /// Whether a simulated observer answers.
    public var isSimulated: Bool

    /// Puts a participant together.
    public init(id: ParticipantID, code: ParticipantCode, isSimulated: Bool) {
        self.id = id
        self.code = code
        self.isSimulated = isSimulated
    }
}

/// A participant's run through one version of a study.
public struct Session: Sendable, Equatable {
    /// The row.
    public var id: SessionID
    /// The version of the study that is answered.
    public var study: StudyVersionID
    /// Who answers.
    public var participant: Participant
    /// The place in the design, from 0; it determines the trial list.
    public var seat: Int
    /// How far it is.
    public var status: Status
    /// How many trials are answered; the open trial's position while ``status`` is `active`.
    public var answered: Int
    /// How many trials the session has.
    public var trialCount: Int
    /// The code given at the end.
    public var completionCode: String

    /// How far a session is.
    public enum Status: String, Sendable, Codable, CaseIterable {
        /// Joined; consent not yet given.
        case joined
        /// Consent given, trials open.
        case active
        /// Every trial answered.
        case completed
        /// Consent refused.
        case declined
        /// Its place was given to somebody else after too long a silence.
        case released

        /// Whether a session in this state holds its place in the design.
        public var holdsSeat: Bool { isOpen || self == .completed }

        /// Whether something is still to be done in a session in this state.
        public var isOpen: Bool { self == .joined || self == .active }
    }

    /// Puts a session together.
    public init(
        id: SessionID,
        study: StudyVersionID,
        participant: Participant,
        seat: Int,
        status: Status,
        answered: Int,
        trialCount: Int,
        completionCode: String
    ) {
        self.id = id
        self.study = study
        self.participant = participant
        self.seat = seat
        self.status = status
        self.answered = answered
        self.trialCount = trialCount
        self.completionCode = completionCode
    }
}
