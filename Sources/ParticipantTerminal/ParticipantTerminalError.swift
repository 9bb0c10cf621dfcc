public import StudyModel

/// Why the client could not go on.
public struct ParticipantTerminalError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable, CaseIterable {
        /// The graphics asked for cannot be drawn by this build.
        case graphicsUnavailable
        /// The terminal refused to change its mode.
        case terminalRefused
        /// The study did not answer, even when asked again.
        case studyUnreachable
        /// The study answered that it does not take the call.
        case refused
        /// A picture of a trial could not be read.
        case unreadablePicture
    }

    /// The kind of failure.
    public let code: Code
    /// What was found and what to do.
    public let message: String
    /// The participant whose session is open, to resume it; `nil` before joining.
    public let participant: ParticipantCode?
    /// What failed underneath.
    public let cause: (any Error)?

    /// The message.
    public var description: String { message }

    package init(
        _ code: Code,
        _ message: String,
        participant: ParticipantCode? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.participant = participant
        self.cause = cause
    }
}

/// The terminal is gone: nothing can be shown or asked any more.
package struct ConsoleClosed: Error {
    package init() {}
}
