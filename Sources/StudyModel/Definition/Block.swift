/// A run of trials of one kind under one question.
public struct Block: Sendable, Equatable {
    /// The id, unique in the study.
    public var id: BlockID
    /// What is asked in each trial.
    public var kind: TrialKind
    /// Whether the answers are data or practice.
    public var role: Role
    /// The question on every trial; `{class}` stands for the image's class.
    public var question: String
    /// Whether "no difference" is an answer, in a forced choice.
    public var allowsTie: Bool
    /// The words for the grades −3…+3 of a comparison, lowest first.
    public var gradeLabels: [String]
    /// Which trials there are to choose from.
    public var content: Content
    /// How many trials of `pool` content each participant answers, repeats and checks not counted.
    public var trialsPerParticipant: Int
    /// How many of a participant's trials are shown a second time, sides swapped.
    public var repeats: Int
    /// Trials with a known answer, spread over the block.
    public var attentionChecks: AttentionChecks?
    /// In which order a participant's trials come.
    public var order: Order
    /// How left and right are given to the two maps of a pair.
    public var sides: Sides
    /// A pause is offered after this many trials.
    public var breakEvery: Int?

    /// Puts a block together without checking it.
    package init(
        id: BlockID,
        kind: TrialKind,
        role: Role = .main,
        question: String = "",
        allowsTie: Bool = false,
        gradeLabels: [String] = [],
        content: Content,
        trialsPerParticipant: Int,
        repeats: Int = 0,
        attentionChecks: AttentionChecks? = nil,
        order: Order = .random,
        sides: Sides = .counterbalanced,
        breakEvery: Int? = nil
    ) {
        self.id = id
        self.kind = kind
        self.role = role
        self.question = question
        self.allowsTie = allowsTie
        self.gradeLabels = gradeLabels
        self.content = content
        self.trialsPerParticipant = trialsPerParticipant
        self.repeats = repeats
        self.attentionChecks = attentionChecks
        self.order = order
        self.sides = sides
        self.breakEvery = breakEvery
    }

    /// Whether a block's answers are data.
    public enum Role: String, Sendable, CaseIterable {
        /// The answers are data.
        case main
        /// The answers are for learning the task; they are kept apart.
        case practice
    }

    /// The trials that a block draws from.
    public enum Content: Sendable, Equatable {
        /// Every image with every pair: the units among which trials are balanced.
        case pool(images: [ImageID], pairs: [ExplainerPair])
        /// Trials written out one by one.
        case listed([ListedTrial])
    }

    /// The order of a participant's trials.
    public enum Order: String, Sendable, CaseIterable {
        /// As in the definition.
        case fixed
        /// Shuffled for each participant, the same image not twice in a row where that can be avoided.
        case random
        /// Rows of a Williams square, so that each position and each succession is equally frequent.
        case latinSquare
    }

    /// How the two maps of a pair get their sides.
    public enum Sides: String, Sendable, CaseIterable {
        /// Both orders equally often, over participants and within each.
        case counterbalanced
        /// Drawn for each trial.
        case random
        /// As the pair is written: the first left.
        case fixed
    }

    /// How many (image, pair) units a pool has; 0 for listed trials.
    public var unitCount: Int {
        guard case .pool(let images, let pairs) = content else { return 0 }
        return images.count * pairs.count
    }

    /// Whether "no difference" is among the answers: a tie, or the grade 0.
    public var offersTie: Bool { kind == .comparison || allowsTie }

    /// The (image, pair) units of a pool, image by image; empty for listed trials.
    public var units: [TrialUnit] {
        guard case .pool(let images, let pairs) = content else { return [] }
        return images.flatMap { image in pairs.map { TrialUnit(image: image, pair: $0) } }
    }
}

/// What a trial asks of the participant.
public enum TrialKind: String, Sendable, Codable, CaseIterable {
    /// Which of two maps of one image is better.
    case forcedChoice
    /// How much better one of two maps of one image is, −3…+3 (comparison category rating, ITU-T P.800).
    case comparison
}

/// Two explainers whose maps are compared; the first is the left one where sides are fixed.
public struct ExplainerPair: Sendable, Hashable {
    /// The explainer named first.
    public var first: ExplainerID
    /// The explainer named second.
    public var second: ExplainerID

    /// Pairs two explainers in the order given.
    public init(_ first: ExplainerID, _ second: ExplainerID) {
        self.first = first
        self.second = second
    }
}

/// One comparison: an image and a pair of explainers.
public struct TrialUnit: Sendable, Hashable {
    /// The image.
    public var image: ImageID
    /// The explainers whose maps of it are compared.
    public var pair: ExplainerPair

    /// Puts an image and a pair together.
    public init(image: ImageID, pair: ExplainerPair) {
        self.image = image
        self.pair = pair
    }
}

/// A trial written out in the definition: for practice, or for a hand-made list.
public struct ListedTrial: Sendable, Equatable {
    /// The image.
    public var image: ImageID
    /// The explainer on the left.
    public var left: ExplainerID
    /// The explainer on the right.
    public var right: ExplainerID
    /// The explainer that a careful participant prefers, where there is one.
    public var correct: ExplainerID?
    /// What a practice trial tells after the answer, beside right or wrong.
    public var feedback: String?

    /// Writes out a trial.
    package init(
        image: ImageID,
        left: ExplainerID,
        right: ExplainerID,
        correct: ExplainerID? = nil,
        feedback: String? = nil
    ) {
        self.image = image
        self.left = left
        self.right = right
        self.correct = correct
        self.feedback = feedback
    }
}

/// Trials with a known answer that show whether a participant looks.
public struct AttentionChecks: Sendable, Equatable {
    /// How many each participant meets in the block.
    public var count: Int
    /// The checks to draw from; each has its `correct` explainer.
    public var trials: [ListedTrial]

    /// Puts checks together.
    package init(
        count: Int,
        trials: [ListedTrial]
    ) {
        self.count = count
        self.trials = trials
    }
}
