#if NativeLibraries
import ModelGraph
import Tensor

/// What the class token attends to in one block, the last by default, averaged over heads.
///
/// Vaswani et al. 2017, arXiv:1706.03762, show such maps for text, Caron et al. 2021, arXiv:2104.14294, for pictures.
struct RawAttention: Explainer {
    static let traits = ExplainerTraits(
        id: "raw-attention",
        name: "Raw attention",
        family: .attention,
        paper: "Caron et al. 2021, arXiv:2104.14294",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: false,
        parameters: [
            .integer("block", 0...1000, 0, "the block from 1; 0 is the last"),
            .integer("head", 0...1000, 0, "the head from 1; 0 is the mean over all"),
            AttentionReading.parameter,
        ],
        map: MapSteps(.sum, .signed)
    )

    private let block: Int
    private let head: Int
    private let reading: AttentionReading

    init(_ parameters: ParameterValues) {
        (block, head) = (parameters.integer("block"), parameters.integer("head"))
        reading = AttentionReading(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let attention = try await subject.attention()
        let blocks = attention.names.count
        guard block <= blocks else { throw Self.missing("block", block, blocks, subject) }
        let name = attention.names[(block == 0 ? blocks : block) - 1]
        guard let value = try await subject.values([name])[name] else {
            throw AttributionError(.notApplicable, "\(name) is not computed.")
        }
        let heads = value.values.count / (attention.tokens * attention.tokens)
        guard head <= heads else { throw Self.missing("head", head, heads, subject) }
        let (wanted, share) = (head - 1, 1 / Double(heads))
        let matrix = attention.fused(value) { sum, element, index in
            if wanted < 0 { sum += Double(element) * share } else if wanted == index { sum = Double(element) }
        }
        return Explanation(attention.map(attention.chained(reading.weights(attention), [matrix])))
    }

    private static func missing(_ what: String, _ number: Int, _ count: Int, _ subject: Subject) -> AttributionError {
        AttributionError(
            .invalidParameter,
            "raw-attention: \(subject.classifier.model.source) has no \(what) \(number); they are 1 to \(count)."
        )
    }
}
#endif
