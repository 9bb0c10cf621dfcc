package import StudyModel
package import StudyWire

/// What a session shows and asks, whatever the participant sits at.
///
/// Every function may throw ``Departure``.
package protocol SessionView {
    /// Greets somebody who resumes.
    mutating func welcomeBack(_ welcome: Welcome) async throws

    /// Shows the text to consent to; returns whether consent was given.
    mutating func consent(to text: String, _ welcome: Welcome) async throws -> Bool

    /// Shows the pages before the first trial.
    mutating func instructions(_ pages: [String]) async throws

    /// Offers a pause before a trial.
    mutating func pause(before screen: TrialScreen) async throws

    /// Whether trials are drawn, so that their pictures must be fetched.
    var drawsPictures: Bool { get }

    /// Shows a trial and waits for an answer.
    /// - Parameter pictures: The image, then the candidates, as PNG; empty unless ``drawsPictures``.
    mutating func answer(_ screen: TrialScreen, pictures: [[UInt8]]) async throws -> TrialReply

    /// Waits on for an answer to the trial that is shown.
    /// - Parameter message: What to tell about it.
    mutating func continueTrial(_ screen: TrialScreen, message: String) async throws -> TrialReply

    /// Tells whether an answer to a practice trial was the expected one.
    mutating func feedback(_ feedback: Receipt.Feedback) async throws

    /// Shows the last text.
    mutating func debrief(_ text: String, completionCode: String) async throws

    /// Tells that the study did not answer, and waits before it is asked again.
    mutating func waitToRetry(after error: any Error, milliseconds: Int) async throws
}

/// What a participant did at a trial.
package enum TrialReply: Sendable, Equatable {
    /// An answer.
    case answer(Answer, AnswerTiming, Display)
    /// The wish to go back: to the previous trial, or from it without a correction.
    case back
}

/// When a trial was shown and answered.
package struct AnswerTiming: Sendable, Equatable {
    /// From onset to answer, in ms; `nil` without an onset.
    package var rt: Double?
    /// What the onset was taken from.
    package var onset: Response.Onset
    /// Wall time of the onset, in µs since 1970.
    package var shownAt: Int64
    /// Wall time of the answer, in µs since 1970.
    package var submittedAt: Int64

    package init(rt: Double?, onset: Response.Onset, shownAt: Int64, submittedAt: Int64) {
        self.rt = rt
        self.onset = onset
        self.shownAt = shownAt
        self.submittedAt = submittedAt
    }
}

/// The participant goes before the end.
package enum Departure: Error, Sendable {
    /// They said so, or the process was asked to end.
    case asked
    /// There is no more input: the terminal is gone, or the pipe has ended.
    case inputEnded
}

/// How a sitting ended.
package enum SessionEnding: Sendable, Equatable {
    /// Every trial is answered.
    case finished(completionCode: String)
    /// The participant went before the end.
    case left
    /// Consent was refused.
    case declined
}
