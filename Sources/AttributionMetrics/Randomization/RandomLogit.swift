#if NativeLibraries
import Attribution
import SeededRandom
import Tensor

/// How alike the maps of the class and of another one are: structural similarity.
///
/// Sixt, Granz and Landgraf 2020, arXiv:1912.09818; a map that is the same for any class says nothing of the class. The
/// other class is drawn by the seed.
struct RandomLogit: Metric {
    static let traits = MetricTraits(
        id: "random-logit",
        name: "Random logit",
        category: .randomization,
        direction: .lower,
        paper: "Sixt, Granz and Landgraf 2020, arXiv:1912.09818",
        needs: [.network, .explainer],
        isSeeded: true
    )

    init(_ parameters: ParameterValues) {}

    func passes(for evaluation: Evaluation) async throws -> PassCount {
        let own = try await evaluation.passesOfMaker()
        return PassCount(forward: own.forward + 1, backward: own.backward)
    }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let subject = evaluation.subject
        let classes = try await subject.classifier.allScores(subject.batchOfOne, subject.log).shape[1]
        guard classes > 1 else { return .undefined("the network has one class only") }
        var generator = SeededGenerator(seed: subject.seed)
        let drawn = generator.below(classes - 1)
        let other = drawn < subject.target ? drawn : drawn + 1
        let steps = try evaluation.maker().steps
        let map = steps.plane(of: try await evaluation.attribution(of: subject.aiming(at: other)))
        guard let pair = evaluation.beside(map) else {
            return .undefined("the map of the other class has values that are not finite")
        }
        guard let value = MapSimilarity(pair.0, pair.1).ssim else {
            return .undefined("a map is the same everywhere")
        }
        return .value(value, details: ["otherClass": Double(other)])
    }
}
#endif
