#if NativeLibraries
import Attribution
import AttributionMetrics
package import StudyModel

/// The metrics of a study's scores, checked: names, parameters, and what they need.
package struct StudyScores: Sendable {
    /// In the order of the study.
    package private(set) var recipes: [MetricRecipe] = []
    /// What is wrong, with the place in the definition.
    package private(set) var issues: [DefinitionIssue] = []

    package init(_ definition: StudyDefinition) {
        for score in definition.study.scores {
            let place = definition.scorePaths[score.id] ?? "/scores"
            do {
                let recipe = try MetricRecipe(score.metric, id: score.id) {
                    try ParameterValues(score.parameters.mapValues(ParameterValue.init), for: $0)
                }
                if recipe.traits.needs.contains(.network), definition.study.model == nil {
                    issues.append(
                        DefinitionIssue(
                            path: place,
                            code: .missingKey,
                            found: "the metric \(score.metric) without a model",
                            expected: "\"model\": an ONNX file in the study's folder, in `stimuli`"
                        )
                    )
                }
                recipes.append(recipe)
            } catch let error as MetricError {
                note(place, .unknownReference, error.message, "a metric that `beholder score --list` names")
            } catch {
                let known = "the parameters that `beholder score --list` gives for \(score.metric)"
                note(place, .invalidValue, "\(error)", known)
            }
        }
    }

    private mutating func note(_ place: String, _ code: DefinitionIssue.Code, _ message: String, _ expected: String) {
        issues.append(DefinitionIssue(path: place, code: code, message: message, expected: expected))
    }
}
#endif
