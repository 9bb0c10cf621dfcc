public import StudyModel

/// An entry of the log, which only grows.
///
/// Every change of a session's status is logged by the database itself, as `session.joined`, `session.active`,
/// `session.completed`, `session.declined` or `session.released`; the rest is up to the caller.
public struct Event: Sendable, Equatable {
    /// When it happened, in µs since 1970.
    public var at: Int64
    /// The version of the study.
    public var study: StudyVersionID
    /// The session, where the event belongs to one.
    public var session: SessionID?
    /// What happened, such as `session.left`.
    public var kind: String
    /// Particulars as JSON text.
    public var detail: String?

    /// Puts an event together.
    public init(at: Int64, study: StudyVersionID, session: SessionID? = nil, kind: String, detail: String? = nil) {
        self.at = at
        self.study = study
        self.session = session
        self.kind = kind
        self.detail = detail
    }
}
