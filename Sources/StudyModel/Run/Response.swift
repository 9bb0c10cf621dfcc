/// One answer to one trial, never changed once it is stored.
public struct Response: Sendable, Equatable, Codable {
    /// The id that the client made before sending; the same id twice is stored once.
    public var id: ResponseID
    /// The trial.
    public var trial: TrialID
    /// What was answered.
    public var answer: Answer
    /// From stimulus onset to the answer, in ms of a monotonic clock; absent where there was no onset (piped input).
    public var rt: Double?
    /// What the onset was taken from.
    public var onset: Onset
    /// Wall time of the onset, in µs since 1970.
    public var shownAt: Int64
    /// Wall time of the answer, in µs since 1970.
    public var submittedAt: Int64
    /// On what the trial was shown.
    public var display: Display
    /// The response that this one corrects.
    public var supersedes: ResponseID?

    /// Where the time of stimulus onset comes from.
    public enum Onset: String, Sendable, Codable, CaseIterable {
        /// The terminal answered a cursor-position query sent after the picture.
        case cursorReply
        /// The end of writing the picture, where the terminal does not answer.
        case writeEnd
        /// Nothing was drawn: answers were piped.
        case none
        /// A simulated observer.
        case simulated
    }

    /// Puts a response together.
    public init(
        id: ResponseID,
        trial: TrialID,
        answer: Answer,
        rt: Double?,
        onset: Onset,
        shownAt: Int64,
        submittedAt: Int64,
        display: Display,
        supersedes: ResponseID? = nil
    ) {
        self.id = id
        self.trial = trial
        self.answer = answer
        self.rt = rt
        self.onset = onset
        self.shownAt = shownAt
        self.submittedAt = submittedAt
        self.display = display
        self.supersedes = supersedes
    }
}

/// What a trial was drawn on, since it bears on what could be seen.
public struct Display: Sendable, Hashable, Codable {
    /// How pictures were drawn: `kitty`, `iterm`, `sixel`, `symbols-truecolor`, `symbols-256`, `symbols-16` or `none`.
    public var graphics: String
    /// Width of the terminal in cells; 0 without one.
    public var columns: Int
    /// Height of the terminal in cells; 0 without one.
    public var rows: Int
    /// Width of one candidate as drawn, in pixels where the terminal tells them, else in cells.
    public var pictureWidth: Int
    /// Height of one candidate as drawn, in the unit of ``pictureWidth``.
    public var pictureHeight: Int

    /// No display at all: piped input or simulation.
    public static let none = Display(graphics: "none", columns: 0, rows: 0, pictureWidth: 0, pictureHeight: 0)

    /// Describes a display.
    public init(graphics: String, columns: Int, rows: Int, pictureWidth: Int, pictureHeight: Int) {
        self.graphics = graphics
        self.columns = columns
        self.rows = rows
        self.pictureWidth = pictureWidth
        self.pictureHeight = pictureHeight
    }
}
