/// Why a trial is in a participant's list.
public enum TrialRole: String, Sendable, Codable, CaseIterable {
    /// A first presentation whose answer is data.
    case main
    /// For learning the task.
    case practice
    /// A pair with a known answer.
    case attentionCheck
    /// A second presentation with sides swapped, for intra-rater reliability.
    case repeated = "repeat"
}

/// A trial as the engine plans it: what is shown where, before it has a row in the store.
public struct TrialPlan: Sendable, Equatable {
    /// The block it belongs to.
    public var block: BlockID
    /// Why it is in the list.
    public var role: TrialRole
    /// The image.
    public var image: ImageID
    /// The explainer shown left.
    public var left: ExplainerID
    /// The explainer shown right.
    public var right: ExplainerID
    /// The explainer that a careful participant prefers, where there is one.
    public var correct: ExplainerID?
    /// What a practice trial tells after the answer.
    public var feedback: String?
    /// The position in the same list, from 0, of the trial that this one repeats.
    public var repeats: Int?

    /// Plans a trial.
    public init(
        block: BlockID,
        role: TrialRole,
        image: ImageID,
        left: ExplainerID,
        right: ExplainerID,
        correct: ExplainerID? = nil,
        feedback: String? = nil,
        repeats: Int? = nil
    ) {
        self.block = block
        self.role = role
        self.image = image
        self.left = left
        self.right = right
        self.correct = correct
        self.feedback = feedback
        self.repeats = repeats
    }
}

/// A trial in the store.
public struct Trial: Sendable, Equatable {
    /// The row.
    public var id: TrialID
    /// The session that answers it.
    public var session: SessionID
    /// The position in the session, from 0.
    public var position: Int
    /// What is shown where.
    public var plan: TrialPlan

    /// Puts a stored trial together.
    public init(id: TrialID, session: SessionID, position: Int, plan: TrialPlan) {
        self.id = id
        self.session = session
        self.position = position
        self.plan = plan
    }
}
