import Foundation
import Spelling
import Statistics
import StudyExport
import StudyModel

/// An analysis beside the plan that a study has for it: what was asked for, and how that departs from the plan.
struct PlannedAnalysis {
    /// The plan as it is carried out, with what the command line changes.
    var plan: AnalysisPlan
    /// The plan as written; nil where the study has none.
    let declared: AnalysisPlan?
    /// Where the plan stands.
    let origin: String
    /// What is done otherwise than planned, in words.
    private(set) var deviations: [String] = []

    /// The plan of a file, else that of the definition.
    ///
    /// - Throws: `InputError` with every error of the file.
    init(_ study: Study, file: String?) throws {
        if let file {
            let read = try InputError.naming(file, expected: "an analysis plan") {
                let plan = try AnalysisPlan.decode(Data(contentsOf: URL(fileURLWithPath: file)), for: study)
                let unknown = plan.unknownStatistics(at: "")
                guard unknown.isEmpty else { throw InvalidDefinition(issues: unknown) }
                return plan
            }
            (declared, origin) = (read, file)
            if let own = study.analysis, own != read { deviations.append("\(file) in place of the definition's plan") }
        } else {
            (declared, origin) = (study.analysis, "the definition")
        }
        plan = declared ?? AnalysisPlan()
    }

    /// Takes a setting from the command line, where it is given.
    mutating func change<Value: Equatable>(
        _ name: String,
        _ setting: WritableKeyPath<AnalysisPlan, Value>,
        to value: Value?
    ) {
        guard let value, value != plan[keyPath: setting] else { return }
        note("\(name) \(value) in place of \(plan[keyPath: setting])")
        plan[keyPath: setting] = value
    }

    /// Takes a setting that a plan may leave open.
    mutating func change<Value: Equatable>(
        _ name: String,
        _ setting: WritableKeyPath<AnalysisPlan, Value?>,
        to value: Value?
    ) {
        guard let value, value != plan[keyPath: setting] else { return }
        note("\(name) \(value) in place of " + (plan[keyPath: setting].map { "\($0)" } ?? "none"))
        plan[keyPath: setting] = value
    }

    /// Computes some of the planned statistics only.
    ///
    /// - Throws: `StatisticsError` `.invalidOption` for one that the plan does not have.
    mutating func restrict(to names: [String]) throws {
        if let known = declared?.statistics, !known.isEmpty, !known.contains("all") {
            for name in names where !known.contains(name) {
                let meant = NearestName.suggestion(for: name, among: known).map { "; did you mean \($0)?" } ?? ""
                throw StatisticsError(
                    .invalidOption,
                    "the plan of \(origin) has no statistic \"\(name)\"\(meant) It has "
                        + known.joined(separator: ", ") + "; --statistic computes others, marked as exploratory"
                )
            }
        }
        plan.statistics = names
    }

    /// Notes something else that the plan does not have.
    mutating func note(_ deviation: String) {
        if declared != nil { deviations.append(deviation) }
    }

    /// Marks results by how they depart from the plan.
    func marked(_ results: [StatisticResult]) -> [StatisticResult] {
        guard let declared else { return results }
        return results.map { result in
            var result = result
            let isPlanned =
                declared.statistics.isEmpty || declared.statistics.contains("all")
                || declared.statistics.contains(result.name)
            let all = (isPlanned ? [] : [Self.unplanned]) + deviations
            result.deviations = all.isEmpty ? nil : all
            return result
        }
    }

    /// The mark of a statistic that the plan does not name.
    static let unplanned = "not in the plan: exploratory"

    /// Whether a result has that mark.
    static func isUnplanned(_ result: StatisticResult) -> Bool { result.deviations?.contains(unplanned) == true }

    /// The plan beside what was done.
    func record(_ results: [StatisticResult], _ screening: Screening) -> Record? {
        guard let declared else { return nil }
        let names = Set(results.map(\.name))
        return Record(
            origin: origin,
            excluded: Dictionary(uniqueKeysWithValues: screening.counts.map { ($0.key.rawValue, $0.value) }),
            deviations: deviations,
            notComputed: declared.statistics.filter { !names.contains($0) && $0 != "all" }
        )
    }

    /// What was done with a plan.
    struct Record: Encodable {
        let origin: String
        let excluded: [String: Int]
        let deviations: [String]
        let notComputed: [String]

        /// As lines.
        var text: String {
            let left = excluded.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            let lines =
                ["plan: \(origin)"]
                + (left.isEmpty ? [] : ["left out: " + left.joined(separator: ", ")])
                + (notComputed.isEmpty ? [] : ["planned, not computed: " + notComputed.joined(separator: ", ")])
                + deviations.map { "deviation: \($0)" }
            return lines.joined(separator: "\n")
        }
    }
}
