public import Foundation
import JSONText

/// How a study's answers are to be analyzed, written down before they come.
///
/// What an analysis does otherwise is a deviation and told as one (APA JARS; preregistration).
public struct AnalysisPlan: Sendable, Equatable {
    /// Which answers are taken as independent.
    public enum Cluster: String, Sendable, CaseIterable {
        case participant
        case none
    }

    /// What becomes of ties where a model has no place for them.
    public enum Ties: String, Sendable, CaseIterable {
        case half
        case drop
        case davidson
        case raoKupper = "rao-kupper"
    }

    /// How p-values of several comparisons are adjusted.
    public enum Adjustment: String, Sendable, CaseIterable {
        case holm
        case benjaminiHochberg = "benjamini-hochberg"
    }

    /// Who is left out, whatever they answered.
    public struct Exclusions: Sendable, Equatable {
        /// Whether sessions without their last answer are left out.
        public var isUnfinished = false
        /// How many attention checks a participant fails to be left out; nil where checks do not count.
        public var failedAttentionChecks: Int?
        /// Participants whose median response time is below this are left out, in ms.
        public var medianResponseTimeBelow: Double?
        /// Participants who choose one side in more than this share of their decided answers are left out.
        public var sideShareAbove: Double?

        /// Nobody.
        public init() {}
    }

    /// The names of the statistics; empty for all.
    public var statistics: [String] = []
    /// The block that is analyzed; nil for all together.
    public var block: BlockID?
    /// The coverage of intervals.
    public var confidence = 0.95
    /// How many bootstrap resamples.
    public var bootstrap = 2000
    /// The seed of the resamples.
    public var seed: UInt64 = 1
    /// Which answers are taken as independent.
    public var cluster = Cluster.participant
    /// What becomes of ties.
    public var ties = Ties.half
    /// Whether models have an effect of the left side.
    public var hasSideEffect = false
    /// How p-values are adjusted.
    public var adjustment = Adjustment.holm
    /// The item whose log-worth is 0.
    public var reference: ExplainerID?
    /// Who is left out.
    public var exclusions = Exclusions()

    /// Everything, as `beholder analyze` does without a plan.
    public init() {}

    package static let keys = [
        "statistics", "block", "confidence", "bootstrap", "seed", "cluster", "ties", "sideEffect", "adjust",
        "reference", "exclude",
    ]
    package static let exclusionKeys = [
        "unfinished", "failedAttentionChecks", "medianResponseTimeBelow", "sideShareAbove",
    ]

    /// Reads a plan that stands in a file of its own.
    ///
    /// - Parameter study: Whose blocks and explainers it may name.
    /// - Throws: ``InvalidDefinition`` with every error, each with its JSON Pointer into the file.
    public static func decode(_ data: Data, for study: Study) throws -> AnalysisPlan {
        let issues = IssueCollector()
        do {
            let value = try JSONValue(parsing: data)
            let plan = AnalysisPlan(reading: DefinitionReader(value: value, path: "", issues: issues), for: study)
            guard issues.count == 0, let plan else { throw InvalidDefinition(issues: issues.sorted(by: value)) }
            return plan
        } catch let error as JSONSyntaxError {
            throw InvalidDefinition(
                issues: [DefinitionIssue(path: "", code: .syntax, found: error.found, expected: error.expected)]
            )
        }
    }

    init?(reading reader: DefinitionReader, for study: Study) {
        guard let object = reader.object(keys: Self.keys) else { return nil }
        statistics = object["statistics"]?.array(minimum: 1, of: "names of statistics")?.compactMap { $0.text() } ?? []
        var blocks = DeclaredIDs<Block>()
        for block in study.blocks where block.role == .main { _ = blocks.insert(block.id) }
        var explainers = DeclaredIDs<Explainer>()
        for explainer in study.explainers { _ = explainers.insert(explainer.id) }
        block = object["block"]?.reference(to: blocks, what: "a main block")
        reference = object["reference"]?.reference(to: explainers, what: "an explainer")
        confidence = object["confidence"]?.share() ?? confidence
        bootstrap = object["bootstrap"]?.integer(in: 0...1_000_000) ?? bootstrap
        if (1..<100).contains(bootstrap) {
            object["bootstrap"]?.note(.outOfRange, expected: "0 for no resamples, or at least 100")
        }
        if let number = object["seed"]?.integer(in: 0...(1 << 53)) { seed = UInt64(number) }
        cluster = object["cluster"]?.word() ?? cluster
        ties = object["ties"]?.word() ?? ties
        hasSideEffect = object["sideEffect"]?.boolean() ?? hasSideEffect
        adjustment = object["adjust"]?.word() ?? adjustment
        guard let rules = object["exclude"]?.object(keys: Self.exclusionKeys) else { return }
        exclusions.isUnfinished = rules["unfinished"]?.boolean() ?? false
        exclusions.failedAttentionChecks = rules["failedAttentionChecks"]?.integer(in: 1...10_000)
        exclusions.medianResponseTimeBelow = rules["medianResponseTimeBelow"]?.number(in: 0...3_600_000)
        exclusions.sideShareAbove = rules["sideShareAbove"]?.share()
    }
}

extension DefinitionReader {
    /// A number between 0 and 1, both excluded.
    fileprivate func share() -> Double? {
        guard let number = number(in: 0...1) else { return nil }
        guard number > 0, number < 1 else {
            note(.outOfRange, expected: "a number between 0 and 1, both excluded")
            return nil
        }
        return number
    }
}
