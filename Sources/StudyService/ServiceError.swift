public import StudyWire

/// Why a study did not take a call.
public struct ServiceError: FinalStudyError, Sendable, CustomStringConvertible {
    /// The kinds of error.
    public enum Code: String, Sendable {
        /// No such study in the database.
        case unknownStudy
        /// Every place is taken.
        case studyFull
        /// The participant's place was given to somebody else.
        case placeReleased
        /// The participant refused consent.
        case declined
        /// The code belongs to a simulated participant.
        case simulatedCode
        /// The code cannot be used as a participant's code.
        case invalidCode
        /// The call does not fit the state of the session.
        case wrongState
        /// The response is not to the open trial, or does not fit it.
        case rejected
        /// A stimulus file is no longer what it was when the study was created.
        case stimulusChanged
        /// The stored definition cannot be read.
        case unreadableStudy
    }

    /// What went wrong.
    public let code: Code
    /// What was found and what to do.
    public let message: String

    /// Describes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// ``message``.
    public var description: String { message }
}
