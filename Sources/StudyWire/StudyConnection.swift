public import StudyModel

/// An error that asking again does not mend: the study has answered, and the answer is no.
public protocol FinalStudyError: Error {}

/// A participant's connection to one study: the same calls in one process or over a network.
///
/// Every call may be repeated after a failure: nothing is counted twice.
public protocol StudyConnection: Sendable {
    /// Takes a place in the study, or takes up again where the code's owner left.
    /// - Parameter code: The participant's code; `nil` makes a new one.
    /// - Throws: When the study is full, or the code has finished or declined.
    func join(code: ParticipantCode?) async throws -> Welcome

    /// Records that consent was given or refused.
    func consent(_ isGiven: Bool) async throws

    /// The trial that is open, or the end.
    func next() async throws -> Step

    /// Reopens the trial before the open one for a correction.
    /// - Returns: The earlier trial, or `nil` where the study forbids it, there is none, or it was corrected already.
    func previous() async throws -> TrialScreen?

    /// The bytes of a picture, as PNG.
    func picture(_ reference: PictureReference) async throws -> [UInt8]

    /// Stores a response; when it returns, the response is durable.
    func respond(_ response: Response) async throws -> Receipt

    /// Records that the participant left before the end.
    func leave() async throws
}
