#if NativeLibraries
import ArgumentParser
import Attribution
import AttributionMetrics
import Imaging
import ModelInput
import StimulusPipeline
import StudyModel
import StudyService
import Synchronization

struct Score: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score saliency maps with objective metrics.",
        discussion: """
            With a study's id all of its maps are scored, by the metrics of its definition or by --metrics, and the scores \
            kept in the database; else one map of one picture is.

            Examples:
              beholder score --list
              beholder score --model m.onnx --image cat.jpg --map cat.npy --metrics dauc,iauc,dc,ic --plot curves.svg
              beholder score --model m.onnx --image cat.jpg --method grad-cam --metrics max-sensitivity
              beholder score mystudy
            """
    )

    @Argument(help: "The id of a study whose maps are scored.")
    var study: String?

    @Flag(help: "List every metric with its parameters.")
    var list = false

    @OptionGroup var arguments: ScoreArguments

    @OptionGroup var metrics: MetricsOptions

    @Option(help: "A CSV file for the curves of metrics that change the picture step by step.")
    var curves: String?

    @Option(help: "An SVG file for those curves.")
    var plot: String?

    @Flag(help: "Print the scores as JSON.")
    var json = false

    @Flag(help: "Score maps again that have the scores already.")
    var again = false

    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        if !list, study == nil { try arguments.check() }
    }

    func run() async throws {
        if list {
            return try json ? Output.json(["metrics": MetricListing.all]) : Output.result(MetricListing.text)
        }
        if let study { return try await scoreStudy(study) }
        let recipes = try metrics.recipes()
        let network = try arguments.explained.network()
        let picture = try arguments.explained.picture(for: network)
        for assumption in picture.assumptions { Output.message(assumption) }
        let target = try await network.prediction(arguments.explained.target, of: picture)
        let evaluation = try await arguments.evaluation(of: picture, target, by: network)
        let bar = ProgressBar("scoring", unit: "metrics")
        var found: [(recipe: MetricRecipe, score: MetricScore)] = []
        for recipe in recipes {
            found.append((recipe, try await recipe.score(evaluation)))
            bar.update(found.count, of: recipes.count)
        }
        bar.finish()
        let document = ScoreDocument(
            found,
            target: target.index,
            label: target.label,
            probability: target.probability,
            forwardPasses: evaluation.passes.forward
        )
        let files = CurveFiles(
            curves: found.compactMap { entry in entry.score.curve.map { (entry.recipe.id.rawValue, $0) } }
        )
        if let curves { try files.writeTable(to: curves) }
        if let plot { try files.writePlot(to: plot, title: arguments.map ?? arguments.explained.method ?? "") }
        try json ? Output.json(document) : Output.result(document.text)
    }
}
#endif
