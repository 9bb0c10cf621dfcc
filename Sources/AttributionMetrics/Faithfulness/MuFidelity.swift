#if NativeLibraries
import Attribution
import Imaging
import Statistics
import Tensor

/// How the saliency of random sets of cells goes with what hiding them costs: Spearman's correlation.
///
/// Bhatt, Weller and Moura 2020, arXiv:2005.00631, as Xplique has it: a grid of 9 × 9 cells, a fifth of them hidden, 200
/// sets, the saliency of a cell being that of its pixels.
struct MuFidelity: Metric {
    static let traits = MetricTraits(
        id: "mu-fidelity",
        name: "μFidelity",
        category: .faithfulness,
        direction: .higher,
        paper: "Bhatt, Weller and Moura 2020, arXiv:2005.00631",
        needs: [.network],
        isSeeded: true,
        parameters: [
            .integer("cells", 2...512, 9, "the cells of the grid along each side"),
            .number("share", 1e-6...1, 0.2, "the share of cells that is hidden"),
        ] + HiddenSubsets.parameters(200, .zero, .logit)
    )

    private let cells: Int
    private let share: Double
    private let subsets: HiddenSubsets

    init(_ parameters: ParameterValues) {
        (cells, share) = (parameters.integer("cells"), parameters.number("share"))
        subsets = HiddenSubsets(parameters)
    }

    func passes(for evaluation: Evaluation) -> PassCount { subsets.passes }

    func score(_ evaluation: Evaluation) async throws -> MetricScore {
        let subject = evaluation.subject
        let (rows, columns) = (min(cells, subject.height), min(cells, subject.width))
        let map = evaluation.map.interpolated(height: subject.height, width: subject.width)
        var sums = [Float](repeating: 0, count: rows * columns)
        let grid = PixelOrder(Tensor(shape: [rows, columns], values: sums))
        for cell in 0..<rows * columns {
            var sum = 0.0
            grid.forEachStretch(of: [cell], height: subject.height, width: subject.width) { first, count in
                for position in first..<first + count { sum += Double(map.values[position]) }
            }
            sums[cell] = Float(sum)
        }
        let size = min(max(1, Int((share * Double(rows * columns)).rounded())), rows * columns)
        let pooled = Tensor(shape: [rows, columns], values: sums)
        let found = try await subsets.measure(evaluation, pooled, size: size)
        guard let value = Correlation.spearman(found.saliency, found.losses) else {
            return .undefined(HiddenSubsets.flat)
        }
        return .value(value)
    }
}
#endif
