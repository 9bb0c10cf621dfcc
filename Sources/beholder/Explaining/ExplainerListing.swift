#if NativeLibraries
import Attribution
import StudyReport

/// What is known of every explainer before it runs.
struct ExplainerListing: Encodable {
    struct Parameter: Encodable {
        let name: String
        let type: String
        let `default`: String?
        let about: String
    }

    let id: String
    let name: String
    let family: String
    let paper: String
    let needs: String
    let classDiscriminative: Bool
    let signed: Bool
    let seeded: Bool
    let usesLayer: Bool
    let reduction: String
    let sign: String
    let upsampling: String
    let version: Int
    let parameters: [Parameter]

    init(_ traits: ExplainerTraits) {
        (id, name, family, paper) = (traits.id, traits.name, traits.family.rawValue, traits.paper)
        (needs, classDiscriminative) = (traits.need.rawValue, traits.isClassDiscriminative)
        (signed, seeded, usesLayer, version) = (traits.isSigned, traits.isSeeded, traits.usesLayer, traits.version)
        (reduction, sign) = (traits.map.reduction.rawValue, traits.map.rectification.rawValue)
        upsampling = traits.map.upsampling.rawValue
        parameters = traits.parameters.map {
            Parameter(name: $0.name, type: $0.expectation, default: $0.defaultValue?.description, about: $0.about)
        }
    }

    static var all: [ExplainerListing] { ExplainerCatalog.all.map { ExplainerListing($0.traits) } }

    /// A table of the methods, a family at a time, with the parameters below each.
    static var text: String {
        ExplainerTraits.Family.allCases.map { family in
            let members = all.filter { $0.family == family.rawValue }
            guard !members.isEmpty else { return "" }
            var table = TextTable(
                ["method", "needs", "class", "sign", "seed", "parameters"],
                [.left, .left, .left, .left, .left, .left]
            )
            for member in members {
                table.add([
                    member.id, member.needs, member.classDiscriminative ? "yes" : "no", member.signed ? "yes" : "no",
                    member.seeded ? "yes" : "no",
                    member.parameters.map { $0.name + ($0.default.map { "=\($0)" } ?? "") }.joined(separator: " "),
                ])
            }
            return "\(family.rawValue)\n\(table.text)"
        }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
#endif
