#if NativeLibraries
import AttributionMetrics
import StimulusPipeline
import StudyModel
import StudyReport

/// The scores of one map, for machines and for people.
struct ScoreDocument: Encodable {
    /// By metric; undefined ones are null.
    private var scores: [String: Double?] = [:]
    /// Why, for those without a number.
    private var undefined: [String: String] = [:]
    private var details: [String: [String: Double]] = [:]
    private let target: Int
    private let label: String?
    private let probability: Double
    private let forwardPasses: Int

    private var table = TextTable(["metric", "score", "better", ""], [.left, .right, .left, .left])

    private enum CodingKeys: CodingKey {
        case scores, undefined, details, target, label, probability, forwardPasses
    }

    init(
        _ found: [(recipe: MetricRecipe, score: MetricScore)],
        target: Int,
        label: String?,
        probability: Double,
        forwardPasses: Int
    ) {
        (self.target, self.label, self.probability) = (target, label, probability)
        self.forwardPasses = forwardPasses
        for (recipe, score) in found {
            let name = recipe.id.rawValue
            scores.updateValue(score.value, forKey: name)
            if let reason = score.undefinedReason { undefined[name] = reason }
            if !score.details.isEmpty { details[name] = score.details }
            let value = score.value.map { NumberText.fixed($0, 6) } ?? "undefined"
            table.add([name, value, recipe.traits.direction.rawValue, score.undefinedReason ?? ""])
        }
    }

    var text: String {
        let name = label.map { " (\($0))" } ?? ""
        let share = NumberText.fixed(100 * probability, 1)
        return "class \(target)\(name), \(share) %; \(forwardPasses) forward passes\n\n\(table.text)"
    }
}
#endif
