#if NativeLibraries
import SeededRandom
import Tensor

/// How much of the variance of the class score each cell of a grid has a part in, when all cells are dimmed at random.
///
/// Fel et al. 2021, arXiv:2111.04138: total Sobol indices, by the estimator of Jansen 1999 (DOI
/// 10.1016/S0010-4655(98)00154-4): S_i = Σ_j (f(A_j) − f(C_ij))² / (2 N V), where C_i is A with column i of B and V the
/// variance of f(A). The indices are brought to the input's size as their own map.
struct Sobol: Explainer {
    static let traits = ExplainerTraits(
        id: "sobol",
        name: "Sobol attribution",
        family: .perturbation,
        paper: "Fel, Cadène, Chalvidal, Cord, Vigouroux and Serre 2021, arXiv:2111.04138",
        need: .scores,
        isSigned: false,
        isSeeded: true,
        parameters: [
            .integer("samples", 2...65_536, 32, "the rows of the design; each takes a pass and one for each cell"),
            .integer("cells", 1...8, 8, "the cells of the grid along each side"),
            .choice(
                "sequence",
                ["sobol", "shifted-sobol", "random"],
                "where the design is from: Sobol's sequence, the same shifted by the seed, or random numbers"
            ),
            .number("baseline", -1e6...1e6, 0, "the value of hidden pixels, as the network takes them"),
            ScoreKind.parameter(.logit),
            GridMap.parameter,
        ],
        map: MapSteps(.sum, .signed)
    )

    private let samples: Int
    private let cells: Int
    private let sequence: String
    private let baseline: Float
    private let score: ScoreKind
    private let map: GridMap

    init(_ parameters: ParameterValues) {
        (samples, cells) = (parameters.integer("samples"), parameters.integer("cells"))
        sequence = parameters.text("sequence")
        baseline = Float(parameters.number("baseline"))
        score = ScoreKind(parameters)
        map = GridMap(parameters)
    }

    func passes(for subject: Subject) -> PassCount {
        PassCount(forward: samples * (1 + min(cells, subject.height) * min(cells, subject.width)))
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let segments = Segments.grid(height: subject.height, width: subject.width, cells: cells)
        let count = segments.count
        let parts = HiddenSegments(segments, of: subject.input, baseline: baseline)
        let rows = design(2 * count, subject.seed)
        // All of A, then for each cell all of A with its column of B.
        let values = try await subject.values(score, samples * (count + 1)) { index, target in
            let row = rows[index % samples]
            var shares = Array(row[..<count])
            let cell = index / samples - 1
            if cell >= 0 { shares[cell] = row[count + cell] }
            parts.write(sharing: shares, to: target)
        }
        let base = values[..<samples]
        let mean = base.reduce(0, +) / Double(samples)
        let variance = base.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples - 1)
        let indices = (0..<count).map { cell -> Double in
            let own = values[samples * (cell + 1)..<samples * (cell + 2)]
            let sum = zip(base, own).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return variance > 0 ? sum / (2 * Double(samples) * variance) : 0
        }
        return Explanation(
            map.map(indices, segments, cells: cells),
            notes: variance > 0 ? [] : ["The map is empty: the class score is the same whatever is hidden."]
        )
    }

    /// The rows of A and B side by side.
    private func design(_ dimension: Int, _ seed: UInt64) -> [[Float]] {
        if sequence == "random" {
            return (0..<samples).map { index in
                var generator = SeededGenerator(seed: seed, stream: UInt64(index))
                return (0..<dimension).map { _ in Float(generator.uniform()) }
            }
        }
        let points = SobolSequence(dimension: dimension, shiftSeed: sequence == "shifted-sobol" ? seed : nil)
        return (0..<samples).map { points.point($0) }
    }
}
#endif
