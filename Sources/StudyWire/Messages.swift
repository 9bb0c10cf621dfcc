public import StudyModel

/// What a participant is told on joining.
public struct Welcome: Sendable, Codable, Equatable {
    /// The code with which to resume.
    public var code: ParticipantCode
    /// The study's title.
    public var title: String
    /// The language of the texts, a BCP 47 tag.
    public var language: String
    /// The consent text; `nil` when consent was given in an earlier sitting.
    public var consent: String?
    /// The pages to read before the first trial; empty when trials were answered in an earlier sitting.
    public var instructions: [String]
    /// How many trials there are in all.
    public var trialCount: Int
    /// How many are answered already.
    public var answered: Int
    /// Whether the previous trial may be reopened once.
    public var allowsCorrections: Bool

    /// Puts a welcome together.
    public init(
        code: ParticipantCode,
        title: String,
        language: String,
        consent: String?,
        instructions: [String],
        trialCount: Int,
        answered: Int,
        allowsCorrections: Bool
    ) {
        self.code = code
        self.title = title
        self.language = language
        self.consent = consent
        self.instructions = instructions
        self.trialCount = trialCount
        self.answered = answered
        self.allowsCorrections = allowsCorrections
    }
}

/// What comes next in a session.
public enum Step: Sendable, Codable, Equatable {
    /// A trial to answer.
    case trial(TrialScreen)
    /// Everything is answered and stored.
    case finished(debrief: String, completionCode: String)
}

/// A picture that can be fetched, named by the hash of its pixels.
public struct PictureReference: Sendable, Codable, Hashable {
    /// SHA-256 of the rendered pixels, in hex.
    public var sha256: String
    /// Width in pixels.
    public var width: Int
    /// Height in pixels.
    public var height: Int

    /// Names a picture.
    public init(sha256: String, width: Int, height: Int) {
        self.sha256 = sha256
        self.width = width
        self.height = height
    }
}

/// A trial as a participant sees it: nothing in it tells an explainer's name or a trial's role apart from practice.
public struct TrialScreen: Sendable, Codable, Equatable {
    /// The trial.
    public var trial: TrialID
    /// What is asked.
    public var kind: TrialKind
    /// The question, placeholders filled.
    public var question: String
    /// The image without a map.
    public var original: PictureReference
    /// The candidates from left to right.
    public var candidates: [PictureReference]
    /// Whether "no difference" may be answered (forced choice).
    public var allowsTie: Bool
    /// The words for −3…+3, lowest first; empty for kinds without grades.
    public var gradeLabels: [String]
    /// Whether the trial is practice, with feedback after the answer.
    public var isPractice: Bool
    /// The trial's number, from 1.
    public var number: Int
    /// How many trials there are in all.
    public var count: Int
    /// Whether a pause is offered before this trial.
    public var isAfterBreak: Bool
    /// The response that an answer to this screen corrects, when the trial is reopened.
    public var supersedes: ResponseID?

    /// Puts a screen together.
    public init(
        trial: TrialID,
        kind: TrialKind,
        question: String,
        original: PictureReference,
        candidates: [PictureReference],
        allowsTie: Bool,
        gradeLabels: [String],
        isPractice: Bool,
        number: Int,
        count: Int,
        isAfterBreak: Bool,
        supersedes: ResponseID? = nil
    ) {
        self.trial = trial
        self.kind = kind
        self.question = question
        self.original = original
        self.candidates = candidates
        self.allowsTie = allowsTie
        self.gradeLabels = gradeLabels
        self.isPractice = isPractice
        self.number = number
        self.count = count
        self.isAfterBreak = isAfterBreak
        self.supersedes = supersedes
    }

    /// Whether an answer fits this trial.
    public func accepts(_ answer: Answer) -> Bool {
        kind.accepts(answer, allowsTie: allowsTie)
    }
}

/// The proof that a response is stored.
public struct Receipt: Sendable, Codable, Equatable {
    /// The response.
    public var response: ResponseID
    /// Whether it was there already: the same id was sent before.
    public var isDuplicate: Bool
    /// After a practice trial: whether the answer was right, and the study's words on it.
    public var feedback: Feedback?

    /// What a practice trial tells after the answer.
    public struct Feedback: Sendable, Codable, Equatable {
        /// Whether the answer was the expected one; `nil` where none is expected.
        public var isCorrect: Bool?
        /// The study's own words.
        public var text: String?

        /// Puts feedback together.
        public init(isCorrect: Bool?, text: String?) {
            self.isCorrect = isCorrect
            self.text = text
        }
    }

    /// Puts a receipt together.
    public init(response: ResponseID, isDuplicate: Bool, feedback: Feedback? = nil) {
        self.response = response
        self.isDuplicate = isDuplicate
        self.feedback = feedback
    }
}
