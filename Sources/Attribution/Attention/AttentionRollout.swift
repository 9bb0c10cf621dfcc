#if NativeLibraries
import Tensor

/// Attention followed back through all blocks as if nothing else mixed tokens.
///
/// Abnar and Zuidema 2020, arXiv:2005.00928, equation 1: A = (W + I) with rows that sum to 1, R = A_L · … · A_1.
struct AttentionRollout: Explainer {
    static let traits = ExplainerTraits(
        id: "attention-rollout",
        name: "Attention rollout",
        family: .attention,
        paper: "Abnar and Zuidema 2020, arXiv:2005.00928",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: false,
        parameters: [
            .choice("head-fusion", ["mean", "max", "min"], "what is taken of the heads of a block"),
            .number(
                "discard-ratio",
                0...0.99,
                0,
                "the share of a block's weakest attentions that is set to 0 before the residual connection is added"
            ),
            AttentionReading.parameter,
        ],
        map: MapSteps(.sum, .signed)
    )

    private let fusion: String
    private let discarded: Double
    private let reading: AttentionReading

    init(_ parameters: ParameterValues) {
        (fusion, discarded) = (parameters.text("head-fusion"), parameters.number("discard-ratio"))
        reading = AttentionReading(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let attention = try await subject.attention()
        let values = try attention.inOrder(try await subject.values(attention.names))
        let matrices = values.map { rolled($0, attention) }
        return Explanation(attention.map(attention.chained(reading.weights(attention), matrices)))
    }

    private func rolled(_ value: Tensor, _ attention: AttentionTensors) -> [Double] {
        let tokens = attention.tokens
        let share = 1 / Double(value.values.count / (tokens * tokens))
        var matrix = attention.fused(value) { sum, element, head in
            let element = Double(element)
            switch fusion {
            case "max": sum = head == 0 ? element : max(sum, element)
            case "min": sum = head == 0 ? element : min(sum, element)
            default: sum += element * share
            }
        }
        let count = Int(Double(matrix.count) * discarded)
        if count > 0 {
            // What the class token attends to itself stays, so that its row does not vanish.
            let weakest = matrix.indices.sorted { matrix[$0] == matrix[$1] ? $0 < $1 : matrix[$0] < matrix[$1] }
            for index in weakest.prefix(count) where index != 0 { matrix[index] = 0 }
        }
        matrix = attention.withIdentity(matrix)
        for token in 0..<tokens {
            let row = token * tokens..<(token + 1) * tokens
            let sum = matrix[row].reduce(0, +)
            for index in row { matrix[index] /= sum }
        }
        return matrix
    }
}
#endif
