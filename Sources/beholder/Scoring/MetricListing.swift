#if NativeLibraries
import Attribution
import AttributionMetrics
import StudyReport

/// What is known of every metric before it runs.
struct MetricListing: Encodable {
    let id: String
    let name: String
    let category: String
    let direction: String
    let paper: String
    let needs: [String]
    let seeded: Bool
    let version: Int
    let parameters: [ExplainerListing.Parameter]

    init(_ traits: MetricTraits) {
        (id, name, category) = (traits.id, traits.name, traits.category.rawValue)
        (direction, paper) = (traits.direction.rawValue, traits.paper)
        needs = traits.needs.map(\.rawValue).sorted()
        (seeded, version) = (traits.isSeeded, traits.version)
        parameters = traits.parameters.map {
            .init(name: $0.name, type: $0.expectation, default: $0.defaultValue?.description, about: $0.about)
        }
    }

    static var all: [MetricListing] { MetricCatalog.all.map { MetricListing($0.traits) } }

    /// A table of the metrics, a category at a time.
    static var text: String {
        MetricTraits.Category.allCases.map { category in
            let members = all.filter { $0.category == category.rawValue }
            guard !members.isEmpty else { return "" }
            var table = TextTable(
                ["metric", "better", "needs", "seed", "parameters"],
                [.left, .left, .left, .left, .left]
            )
            for member in members {
                table.add([
                    member.id, member.direction, member.needs.joined(separator: ", "), member.seeded ? "yes" : "no",
                    member.parameters.map { $0.name + ($0.default.map { "=\($0)" } ?? "") }.joined(separator: " "),
                ])
            }
            return "\(category.rawValue)\n\(table.text)"
        }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
#endif
