#if NativeLibraries
import Attribution
package import StudyModel

/// The methods of a study's computed maps, checked: names, parameters, types and ranges.
package struct StudyMethods: Sendable {
    /// By explainer, in the order of the study.
    package private(set) var recipes: [(explainer: ExplainerID, maps: ComputedMaps, recipe: MapRecipe)] = []
    /// What a researcher should know and that is not wrong.
    package var notes: [String] {
        recipes.flatMap { explainer, _, recipe in
            study.blocks.filter { block in
                !recipe.traits.isClassDiscriminative && recipe.traits.family != .control
                    && block.question.contains("{class}")
                    && block.shows(explainer)
            }.map {
                "\(explainer): \(recipe.traits.id) makes the same map whatever the class, and block \"\($0.id)\" asks "
                    + "about the class"
            }
        }
    }

    private let study: Study
    /// What is wrong, with the place in the definition.
    package private(set) var issues: [DefinitionIssue] = []

    package init(_ definition: StudyDefinition) {
        study = definition.study
        for explainer in definition.study.explainers {
            guard case .computed(let maps) = explainer.source else { continue }
            let place = definition.explainerPaths[explainer.id].map { String($0.dropLast("/method".count)) } ?? ""
            if let recipe = recipe(maps, place) { recipes.append((explainer.id, maps, recipe)) }
        }
    }

    private mutating func recipe(_ maps: ComputedMaps, _ place: String) -> MapRecipe? {
        let given = maps.parameters.mapValues(ParameterValue.init)
        do {
            return try MapRecipe(maps.method, layer: maps.layer, seed: maps.seed) {
                try ParameterValues(given, for: $0)
            }
        } catch let error as AttributionError {
            let isName = error.code == .unknownMethod
            issues.append(
                DefinitionIssue(
                    path: place + (isName ? "/method" : "/parameters"),
                    code: isName ? .unknownReference : .invalidValue,
                    message: error.message,
                    expected: isName
                        ? "a method that `beholder explain --list` names"
                        : "the parameters that `beholder explain --list` gives for \(maps.method)"
                )
            )
        } catch {
            issues.append(
                DefinitionIssue(
                    path: place,
                    code: .invalidValue,
                    message: "\(error)",
                    expected: "a method that can be used"
                )
            )
        }
        return nil
    }
}

extension Block {
    /// Whether one of its trials may show an explainer's maps.
    fileprivate func shows(_ explainer: ExplainerID) -> Bool {
        switch content {
        case .pool(_, let pairs): pairs.contains { [$0.first, $0.second].contains(explainer) }
        case .listed(let trials): trials.contains { [$0.left, $0.right].contains(explainer) }
        }
    }
}

extension ParameterValue {
    init(_ setting: ComputedMaps.Setting) {
        switch setting {
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .flag(let value): self = .flag(value)
        case .text(let value): self = .text(value)
        }
    }
}
#endif
