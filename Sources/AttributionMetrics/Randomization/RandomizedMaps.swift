#if NativeLibraries
import Attribution
import ModelGraph
import Tensor

/// Maps of networks whose weights are random from the output back to some layer, at steps of the cascade.
///
/// Adebayo et al. 2018, arXiv:1810.03292.
struct RandomizedMaps: Hashable, Sendable {
    let stages: Int

    static let parameters: [ParameterSpecification] = [
        .integer(
            "stages",
            1...1000,
            4,
            "at how many steps of the cascade maps are compared, the last with all layers random"
        )
    ]

    init(_ parameters: ParameterValues) { stages = parameters.integer("stages") }

    func passes(for evaluation: Evaluation) async throws -> PassCount {
        try await evaluation.passesOfMaker().times(layerCounts(evaluation).count)
    }

    private func layerCounts(_ evaluation: Evaluation) throws -> [Int] {
        guard let file = evaluation.file else {
            throw MetricError(.missingInput, "the metric changes weights: it needs the network's file")
        }
        let count = CascadingRandomization(file).layers.count
        return Set((1...stages).map { max(1, $0 * count / stages) }).sorted()
    }

    /// The maps, computed at most once for an evaluation.
    ///
    /// - Throws: ``MetricError`` `missingInput` without the network's file or the method.
    func maps(_ evaluation: Evaluation) async throws -> [(layers: Int, map: Tensor)] {
        if let known = evaluation.randomized(self) { return known }
        guard let file = evaluation.file else {
            throw MetricError(.missingInput, "the metric changes weights: it needs the network's file")
        }
        let cascade = CascadingRandomization(file)
        let (subject, steps) = (evaluation.subject, try evaluation.maker().steps)
        var maps: [(layers: Int, map: Tensor)] = []
        for count in try layerCounts(evaluation) {
            let model = try Model(cascade.model(replacing: count, seed: subject.seed))
            let changed = try subject.with(model)
            maps.append((count, steps.plane(of: try await evaluation.attribution(of: changed))))
        }
        evaluation.keep(maps, self)
        return maps
    }

    /// The mean of a similarity over the steps of the cascade at which it is defined, and how many those are not.
    func score(
        _ evaluation: Evaluation,
        _ similarity: (_ original: Tensor, _ random: Tensor) -> Double?
    ) async throws -> MetricScore {
        var (details, found): ([String: Double], [Double]) = ([:], [])
        for (layers, map) in try await maps(evaluation) {
            guard let pair = evaluation.beside(map), let value = similarity(pair.0, pair.1) else {
                details["undefinedSteps", default: 0] += 1
                continue
            }
            details["layers\(layers)"] = value
            found.append(value)
        }
        guard !found.isEmpty else {
            return .undefined("at every step a map is the same everywhere or not finite", details: details)
        }
        return .value(found.reduce(0, +) / Double(found.count), details: details)
    }
}

extension Subject {
    /// The same before another network of the same inputs and outputs.
    fileprivate func with(_ model: Model) throws -> Subject {
        try Subject(
            Classifier(
                model,
                inputName: classifier.inputName,
                outputName: classifier.outputName,
                isChannelsLast: classifier.isChannelsLast,
                givesProbabilities: classifier.givesProbabilities
            ),
            input: input,
            target: target,
            picture: picture,
            layer: layer,
            seed: seed,
            black: black,
            otherInput: otherInput,
            baselines: baselines,
            memoryLimit: memoryLimit,
            log: log
        )
    }
}
#endif
