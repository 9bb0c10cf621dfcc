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
        var current: SessionID?
        var conduct = Conduct()
        try source.forEachResponse { record in
            if record.trial.session != current {
                if let current { excluded[current] = conduct.reason(rules) }
                (current, conduct) = (record.trial.session, Conduct())
            }
            conduct.add(record)
        }
        if let current { excluded[current] = conduct.reason(rules) }
        guard rules.isUnfinished else { return }
        try source.forEachParticipant { record in
            if record.status != .completed { excluded[record.session] = .unfinished }
        }
    }

    /// How a session answers.
    private struct Conduct {
        var tally = SessionTally()
        var times: [Double] = []
        var (left, right) = (0, 0)

        mutating func add(_ record: ResponseRecord) {
            tally.add(record)
            guard let pair = PairRow(record) else { return }
            if let rt = record.response.rt { times.append(rt) }
            switch pair.winner {
            case .left: left += 1
            case .right: right += 1
            case .tie: break
            }
        }

        func reason(_ rules: AnalysisPlan.Exclusions) -> Reason? {
            if let limit = rules.failedAttentionChecks, tally.checks - tally.checksPassed >= limit {
                return .attentionChecks
            }
            if let limit = rules.medianResponseTimeBelow, !times.isEmpty {
                let sorted = times.sorted()
                let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
                if median < limit { return .tooFast }
            }
            if let limit = rules.sideShareAbove, left + right > 0,
                Double(max(left, right)) > limit * Double(left + right)
            {
                return .oneSided
            }
            return nil
        }
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

    public var study: Study { base.study }
    public var version: Int { base.version }
    public var definition: [UInt8] { base.definition }
    public var definitionSHA256: String { base.definitionSHA256 }
    public var stimuli: [StimulusID: StimulusRecord] { base.stimuli }
    public var scores: [MapScore] { base.scores }

    public func forEachParticipant(_ body: (ParticipantRecord) throws -> Void) throws {
        try base.forEachParticipant { if screening.excluded[$0.session] == nil { try body($0) } }
    }

    public func forEachTrial(_ body: (TrialRecord) throws -> Void) throws {
        try base.forEachTrial { if screening.excluded[$0.session] == nil { try body($0) } }
    }

    public func forEachResponse(_ body: (ResponseRecord) throws -> Void) throws {
        try base.forEachResponse { if screening.excluded[$0.trial.session] == nil { try body($0) } }
    }
}
