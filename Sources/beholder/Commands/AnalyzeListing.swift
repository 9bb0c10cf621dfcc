import Statistics
import StudyReport

/// What is known of every statistic.
struct AnalyzeListing: Encodable {
    let name: String
    let summary: String
    let citation: String
    let families: [String]

    init(_ statistic: Statistic) {
        (name, summary, citation) = (statistic.name, statistic.summary, statistic.citation)
        families = statistic.families.map(\.rawValue).sorted()
    }

    static var all: [AnalyzeListing] { StatisticCatalog.all.map(AnalyzeListing.init) }

    /// A table of the statistics, a family at a time.
    static var text: String {
        Statistic.Family.allCases.map { family in
            var table = TextTable(["statistic", ""], [.left, .left])
            for statistic in all where statistic.families.contains(family.rawValue) {
                table.add([statistic.name, statistic.summary])
            }
            return "\(family.rawValue)\n\(table.text)"
        }.joined(separator: "\n\n")
    }
}
