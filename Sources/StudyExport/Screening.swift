public import StudyModel

/// Who is left out of an analysis by its plan, and why.
public struct Screening: Sendable, Equatable {
    /// Why somebody is left out; of several reasons the first of these.
    public enum Reason: String, Sendable, Codable, CaseIterable {
        /// The session did not reach its end.
        case unfinished
        /// Too many attention checks were failed.
        case attentionChecks = "attention checks failed"
        /// The median response time is too short to have looked.
        case tooFast = "answers too fast"
        /// Nearly all answers are on one side.
        case oneSided = "one side nearly always"
    }

    /// The reason for each session that is left out.
    public private(set) var excluded: [SessionID: Reason] = [:]

    /// How many sessions are left out for each reason.
    public var counts: [Reason: Int] { Dictionary(grouping: excluded.values) { $0 }.mapValues(\.count) }

    /// Applies rules to the sessions of a study.
    /// - Complexity: O(responses); no time where there is no rule.
    public init(_ rules: AnalysisPlan.Exclusions?, of source: some ExportSource) throws {
        guard let rules, rules != AnalysisPlan.Exclusions() else { return }
        try SessionConduct.forEach(of: source) { session, _, conduct in
            excluded[session] = Self.reason(rules, conduct)
        }
        guard rules.isUnfinished else { return }
        try source.forEachParticipant { record in
            if record.status != .completed { excluded[record.session] = .unfinished }
        }
    }

    private static func reason(_ rules: AnalysisPlan.Exclusions, _ conduct: SessionConduct) -> Reason? {
        if let limit = rules.failedAttentionChecks, conduct.checks - conduct.checksPassed >= limit {
            return .attentionChecks
        }
        if let limit = rules.medianResponseTimeBelow, let median = conduct.medianTime, median < limit {
            return .tooFast
        }
        if let limit = rules.sideShareAbove, let share = conduct.leftShare, max(share, 1 - share) > limit {
            return .oneSided
        }
        return nil
    }
}

/// A study without the sessions that are left out.
public struct ScreenedSource<Base: ExportSource>: ExportSource {
    /// The study with everybody.
    public let base: Base
    /// Who is left out.
    public let screening: Screening

    /// Leaves sessions out.
    public init(_ base: Base, _ screening: Screening) {
        (self.base, self.screening) = (base, screening)
    }

    /// The definition.
    public var study: Study { base.study }
    /// The version, from 1.
    public var version: Int { base.version }
    /// The definition file.
    public var definition: [UInt8] { base.definition }
    /// SHA-256 of the definition file, in hex.
    public var definitionSHA256: String { base.definitionSHA256 }
    /// The pictures to which trials refer.
    public var stimuli: [StimulusID: StimulusRecord] { base.stimuli }
    /// What metrics say of the maps.
    public var scores: [MapScore] { base.scores }

    /// Visits the sessions that are not left out.
    public func forEachParticipant(_ body: (ParticipantRecord) throws -> Void) throws {
        try base.forEachParticipant { if screening.excluded[$0.session] == nil { try body($0) } }
    }

    /// Visits the trials of those sessions.
    public func forEachTrial(_ body: (TrialRecord) throws -> Void) throws {
        try base.forEachTrial { if screening.excluded[$0.session] == nil { try body($0) } }
    }

    /// Visits the responses of those sessions.
    public func forEachResponse(_ body: (ResponseRecord) throws -> Void) throws {
        try base.forEachResponse { if screening.excluded[$0.trial.session] == nil { try body($0) } }
    }
}
