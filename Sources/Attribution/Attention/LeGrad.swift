#if NativeLibraries
import ModelGraph
import Tensor

/// How sensitive what each block contributes to the class is to its attention.
///
/// Bousselham et al. 2024, arXiv:2404.03214: the classifier is applied to the mean of a block's tokens, s_l; the map is
/// the mean over blocks, heads and looking tokens of relu(∂s_l/∂A_l).
struct LeGrad: Explainer {
    static let traits = ExplainerTraits(
        id: "legrad",
        name: "LeGrad",
        family: .attention,
        paper: "Bousselham et al. 2024, arXiv:2404.03214",
        need: .gradient,
        isSigned: false,
        parameters: [
            .integer("blocks", 0...1000, 0, "how many of the last blocks are averaged; 0 is all"),
            .choice(
                "pooling",
                ["mean", "network"],
                "what the classifier sees of a block's tokens: their mean, or what it sees of the last block's"
            ),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let count: Int
    private let takesMean: Bool

    init(_ parameters: ParameterValues) {
        count = parameters.integer("blocks")
        takesMean = parameters.text("pooling") == "mean"
    }

    /// One pass for the tokens of all blocks, and one forward and back, block by block.
    func passes(for subject: Subject) -> PassCount { PassCount(forward: 2, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let attention = try await subject.attention()
        let (model, source) = (subject.classifier.model, subject.classifier.model.source)
        let blocks = attention.names.count
        guard count <= blocks else {
            throw AttributionError(.invalidParameter, "legrad: \(source) has \(blocks) blocks, fewer than \(count).")
        }
        let outputs = try attention.blockOutputs(towards: subject.classifier.scoreName, source: source)
        let values = try await subject.values(Array(Set(outputs)))
        let (input, wanted) = ([subject.classifier.inputName: subject.feed], count == 0 ? blocks : count)
        var row = [Double](repeating: 0, count: attention.tokens)
        for block in blocks - wanted..<blocks {
            try Task.checkCancellation()
            guard let tokens = values[outputs[block]], let head = outputs.last else { continue }
            let seed = try await sensitivity(tokens, at: head, subject)
            let before = block > 0 ? values[outputs[block - 1]].map { [outputs[block - 1]: $0] } ?? [:] : [:]
            let name = attention.names[block]
            let found = try await model.gradients(
                input.merging(before) { own, _ in own },
                of: outputs[block],
                with: [name]
            ) { _, _ in seed }
            guard let gradient = found.gradients[name] else { continue }
            let scale = 1 / Double(wanted * gradient.values.count / attention.tokens)
            for (index, value) in gradient.values.enumerated() where value > 0 {
                row[index % attention.tokens] += Double(value) * scale
            }
        }
        subject.log.add(forward: 1, backward: 1)
        let map = attention.map(row)
        let isEmpty = map.values.allSatisfy { $0 == 0 }
        return Explanation(map, notes: isEmpty ? ["The map is empty: no attention speaks for the class."] : [])
    }

    /// The gradient of what the classifier makes of a block's tokens, put in place of the last block's, by these tokens.
    private func sensitivity(_ tokens: Tensor, at head: String, _ subject: Subject) async throws -> Tensor {
        let width = tokens.shape[2]
        let count = tokens.values.count / width
        func averaged(_ tensor: Tensor, scale: Double) -> Tensor {
            var sums = [Double](repeating: 0, count: width)
            for (index, value) in tensor.values.enumerated() { sums[index % width] += Double(value) * scale }
            let mean = sums.map { Float($0) }
            return Tensor(shape: tensor.shape, values: (0..<count).flatMap { _ in mean })
        }
        let seen = takesMean ? averaged(tokens, scale: 1 / Double(count)) : tokens
        let found = try await subject.classifier.model.gradients(
            [subject.classifier.inputName: subject.feed, head: seen],
            classes: [subject.target],
            of: subject.classifier.outputName,
            with: [head]
        )
        guard let gradient = found.gradients[head] else {
            throw AttributionError(.notApplicable, "The class score does not depend on \(head).")
        }
        // Every token has its part in the mean that stands at all places.
        return takesMean ? averaged(gradient, scale: 1 / Double(count)) : gradient
    }
}
#endif
