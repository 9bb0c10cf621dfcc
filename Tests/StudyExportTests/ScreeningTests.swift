import Foundation
import Statistics
import StudyExport
import StudyModel
import Testing

@Suite struct ScreeningTests {
    private let source = SampleExport(participants: 8)

    private func rules(_ change: (inout AnalysisPlan.Exclusions) -> Void) -> AnalysisPlan.Exclusions {
        var rules = AnalysisPlan.Exclusions()
        change(&rules)
        return rules
    }

    private func answers(_ session: SessionID) -> [ResponseRecord] {
        source.responses.filter { $0.trial.session == session && PairRow($0) != nil }
    }

    @Test func withoutRulesEverybodyStays() throws {
        #expect(try Screening(nil, of: source).excluded.isEmpty)
        #expect(try Screening(AnalysisPlan.Exclusions(), of: source).excluded.isEmpty)
    }

    @Test func failedChecksAreCounted() throws {
        let screening = try Screening(rules { $0.failedAttentionChecks = 1 }, of: source)
        let failed = source.responses.filter {
            $0.supersededBy == nil && $0.trial.role == .attentionCheck
                && ($0.response.answer.preferredSide == .left ? $0.trial.left : $0.trial.right) != $0.trial.correct
        }
        #expect(Set(screening.excluded.keys) == Set(failed.map(\.trial.session)))
        #expect(!failed.isEmpty && screening.excluded.values.allSatisfy { $0 == .attentionChecks })
        #expect(try Screening(rules { $0.failedAttentionChecks = 2 }, of: source).excluded.isEmpty, "each has one")
    }

    @Test func fastAndOneSidedParticipantsAreFound() throws {
        let slow = try Screening(rules { $0.medianResponseTimeBelow = 3_600_000 }, of: source)
        #expect(slow.counts == [.tooFast: 8])
        for limit in [0.5, 0.6, 0.7] {
            let screening = try Screening(rules { $0.sideShareAbove = limit }, of: source)
            for session in source.participants.map(\.session) {
                let sides = answers(session).map(\.response.answer.preferredSide)
                let (left, right) = (sides.count { $0 == .left }, sides.count { $0 == .right })
                let isOneSided = Double(max(left, right)) > limit * Double(left + right)
                #expect((screening.excluded[session] == .oneSided) == isOneSided)
            }
        }
    }

    @Test func unfinishedSessionsAreFound() throws {
        var source = source
        source.participants[2].status = .active
        #expect(
            try Screening(rules { $0.isUnfinished = true }, of: source).excluded
                == [source.participants[2].session: .unfinished]
        )
    }

    @Test func theScreenedSourceHasTheOthers() throws {
        let screening = try Screening(rules { $0.sideShareAbove = 0.6 }, of: source)
        #expect(!screening.excluded.isEmpty && screening.excluded.count < 8)
        let screened = ScreenedSource(source, screening)
        var left: Set<SessionID> = []
        try screened.forEachParticipant { left.insert($0.session) }
        #expect(left == Set(source.participants.map(\.session)).subtracting(screening.excluded.keys))
        let codes = source.participants.filter { left.contains($0.session) }.map(\.participant.rawValue)
        #expect(Set(try PairTable(of: screened).participants) == Set(codes))
    }

    /// The exported comparisons say who is left out, and reading them leaves the same out.
    @Test func theExportSaysWhoIsLeftOut() throws {
        var plan = AnalysisPlan()
        plan.exclusions.sideShareAbove = 0.6
        var source = source
        source.study.analysis = plan
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        _ = try StudyExport.write(source, to: target, software: "beholder test", force: false)
        let read = try PairTable(reading: CSVTable(path: target.appending(path: "pairs.csv").path))
        let screened = try PairTable(of: ScreenedSource(source, Screening(plan.exclusions, of: source)))
        #expect(Set(read.participants) == Set(screened.participants))
        #expect(read.count == screened.count)
    }

    @Test func namesThatAreNoStatisticAreToldWithTheirPlace() throws {
        var plan = AnalysisPlan()
        plan.statistics = ["bradley-terry", "metrics-against-people", "kendal-u"]
        let issues = plan.unknownStatistics(at: "/analysis")
        #expect(issues.map(\.path) == ["/analysis/statistics/2"])
        #expect(issues.first?.suggestion == "`kendall-u`")
    }

    /// The plan's words are those of the statistics.
    @Test func everyWordOfAPlanIsAnOption() throws {
        #expect(AnalysisPlan.Cluster.allCases.map(\.rawValue) == AnalysisOptions.Cluster.allCases.map(\.rawValue))
        #expect(AnalysisPlan.Ties.allCases.map(\.rawValue) == AnalysisOptions.Ties.allCases.map(\.rawValue))
        #expect(AnalysisPlan.Adjustment.allCases.map(\.rawValue) == PValueAdjustment.allCases.map(\.rawValue))
        let (plan, standard) = (try AnalysisPlan().options(), AnalysisOptions.standard)
        #expect(plan.confidence == standard.confidence && plan.resamples == standard.resamples)
        #expect(plan.seed == standard.seed && plan.cluster == standard.cluster && plan.ties == standard.ties)
    }
}
