internal import StudyModel

/// Why a response was not accepted.
public struct ResponseRejection: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reason.
    public var code: Code
    /// What was found, what was expected and what to do.
    public var message: String

    /// The reasons there are.
    public enum Code: String, Sendable, CaseIterable {
        /// The session is not active: consent is missing, or it has ended.
        case sessionNotActive
        /// The response is for another trial than the open one.
        case trialNotOpen
        /// The answer is none that the trial's kind has.
        case answerDoesNotFit
        /// The response time is negative or not finite.
        case invalidResponseTime
        /// The study takes no corrections.
        case correctionsForbidden
        /// The correction is for another trial than the previous one.
        case trialNotPrevious
        /// The correction names another response than the trial's last.
        case supersedesAnotherResponse
        /// The trial has been corrected before.
        case alreadyCorrected
    }

    /// The message.
    public var description: String { message }

    static func inactive(_ status: Session.Status) -> Self {
        let advice =
            switch status {
            case .joined: "give consent first"
            case .active, .completed: "every trial is answered; nothing is left to do"
            case .declined: "consent was refused; join anew to take part"
            case .released: "its place went to somebody else after too long a silence; join anew to take part"
            }
        return Self(code: .sessionNotActive, message: "The session is \(status.rawValue), not active: \(advice).")
    }

    static func notOpen(_ found: TrialID, open: TrialID?) -> Self {
        let expected = open.map { "trial \($0) is open" } ?? "no trial is open"
        return Self(
            code: .trialNotOpen,
            message: "The response is for trial \(found), but \(expected); ask for the next trial and answer that."
        )
    }

    static func unfitting(_ answer: Answer, block: Block) -> Self {
        let expected =
            switch block.kind {
            case .forcedChoice: block.allowsTie ? "left, right or tie" : "left or right"
            case .comparison: "a grade −3…3"
            }
        return Self(
            code: .answerDoesNotFit,
            message: "\(answer.text) is no answer to a \(block.kind.rawValue) trial of block "
                + "\(block.id); expected \(expected)."
        )
    }

    static func invalidResponseTime(_ rt: Double) -> Self {
        Self(
            code: .invalidResponseTime,
            message: "The response time is \(rt) ms; expected a finite time of at least 0 ms, or none."
        )
    }

    static let correctionsForbidden = Self(
        code: .correctionsForbidden,
        message: "The study takes no corrections; answer the open trial."
    )

    static func notPrevious(_ found: TrialID, previous: TrialID?) -> Self {
        let expected = previous.map { "only trial \($0), the previous one, can be" } ?? "no trial has been answered"
        return Self(
            code: .trialNotPrevious,
            message: "Trial \(found) cannot be corrected: \(expected); answer the open trial."
        )
    }

    static func supersedesAnother(_ found: ResponseID, last: ResponseID?) -> Self {
        let expected = last.map { "its last response is \($0)" } ?? "it has no response"
        return Self(
            code: .supersedesAnotherResponse,
            message: "The correction supersedes response \(found), but \(expected); reopen the trial and answer again."
        )
    }

    static let alreadyCorrected = Self(
        code: .alreadyCorrected,
        message: "The previous trial has been corrected once already; answer the open trial."
    )
}
