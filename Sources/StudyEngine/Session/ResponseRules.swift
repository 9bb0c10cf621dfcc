public import StudyModel

/// What decides whether a response is accepted.
public struct ResponseContext: Sendable {
    /// The session that answers.
    public var session: Session
    /// Whether the study lets participants reopen the previous trial once.
    public var allowsCorrections: Bool
    /// The trial at the session's position, with its block; absent when all are answered.
    public var open: TrialInBlock?
    /// The trial one position earlier, with its block.
    public var previous: TrialInBlock?
    /// The stored responses to the earlier trial, oldest first.
    public var previousResponses: [Response]

    /// A stored trial and the block that says how it is answered.
    public struct TrialInBlock: Sendable {
        /// The trial.
        public var trial: Trial
        /// Its block.
        public var block: Block

        /// Puts a trial and its block together.
        public init(trial: Trial, block: Block) {
            self.trial = trial
            self.block = block
        }
    }

    /// Puts a context together.
    public init(
        session: Session,
        allowsCorrections: Bool,
        open: TrialInBlock?,
        previous: TrialInBlock?,
        previousResponses: [Response]
    ) {
        self.session = session
        self.allowsCorrections = allowsCorrections
        self.open = open
        self.previous = previous
        self.previousResponses = previousResponses
    }
}

/// The rules by which a session takes responses: one for the open trial, or one correction of the trial before it.
///
/// That the same response id arrives twice is the store's matter and comes before these rules.
public enum ResponseRules {
    /// What to do with a response.
    public enum Decision: Sendable, Equatable {
        /// Store it and open the next trial.
        case accept
        /// Store it beside the response that it corrects; the open trial stays open.
        case acceptCorrection(of: ResponseID)
        /// Store nothing.
        case reject(ResponseRejection)
    }

    /// Decides on a response.
    public static func decide(_ response: Response, in context: ResponseContext) -> Decision {
        guard context.session.status == .active else { return .reject(.inactive(context.session.status)) }
        if let rt = response.rt, !(rt.isFinite && rt >= 0) { return .reject(.invalidResponseTime(rt)) }
        if let superseded = response.supersedes {
            return decideCorrection(of: superseded, by: response, in: context)
        }
        guard let open = context.open, open.trial.id == response.trial,
            open.trial.session == context.session.id, open.trial.position == context.session.answered
        else {
            return .reject(.notOpen(response.trial, open: context.open?.trial.id))
        }
        guard open.block.kind.accepts(response.answer, allowsTie: open.block.allowsTie) else {
            return .reject(.unfitting(response.answer, block: open.block))
        }
        return .accept
    }

    private static func decideCorrection(
        of superseded: ResponseID,
        by response: Response,
        in context: ResponseContext
    ) -> Decision {
        guard context.allowsCorrections else { return .reject(.correctionsForbidden) }
        guard let previous = context.previous, previous.trial.id == response.trial,
            previous.trial.session == context.session.id, previous.trial.position == context.session.answered - 1
        else {
            return .reject(.notPrevious(response.trial, previous: context.previous?.trial.id))
        }
        if context.previousResponses.contains(where: { $0.supersedes != nil }) { return .reject(.alreadyCorrected) }
        guard let last = context.previousResponses.last, last.id == superseded, last.trial == response.trial else {
            return .reject(.supersedesAnother(superseded, last: context.previousResponses.last?.id))
        }
        guard previous.block.kind.accepts(response.answer, allowsTie: previous.block.allowsTie) else {
            return .reject(.unfitting(response.answer, block: previous.block))
        }
        return .acceptCorrection(of: superseded)
    }
}
