#if NativeLibraries
import Attribution
import AttributionMetrics
import Foundation
import Tensor
import Testing

/// Values of captum, Quantus, SciPy, scikit-image and scikit-learn; `Golden/make_metrics.py` has their versions.
@Suite("Metrics by peers")
struct PeerTests {
    private static func golden(_ name: String) throws -> Double {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Golden/metrics.json")
        let values = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        return try #require(values?[name] as? Double, "\(name)")
    }

    private static let signed = Tensor(
        shape: [20, 30],
        values: (0..<600).map { index -> Float in Float(sin(0.37 * Double(index)) + 0.2 * cos(1.7 * Double(index))) }
    )
    private static let region = Tensor(
        shape: [20, 30],
        values: (0..<600).map { index -> Float in
            (4..<12).contains(index / 30) && (10..<22).contains(index % 30) ? 1 : 0
        }
    )
    private static let human = Tensor(
        shape: [20, 30],
        values: (0..<600).map { index -> Float in
            let (row, column) = (Double(index / 30) - 8, Double(index % 30) - 16)
            return Float(exp(-(row * row / 18 + column * column / 50)))
        }
    )

    static let ofMaps: [(String, String, [String: String], Double)] = [
        ("gini", "gini", [:], 1e-6), ("entropy", "entropy-scipy", [:], 1e-9), ("entropy", "entropy", [:], 1e-6),
        ("effective-complexity", "effective-complexity", [:], 0),
        ("relevance-rank-accuracy", "relevance-rank-accuracy", [:], 1e-9),
        ("relevance-mass-accuracy", "relevance-mass-accuracy-signed", ["signed": "true"], 1e-6),
        ("relevance-mass-accuracy", "energy-pointing-game", [:], 1e-9),
        ("energy-pointing-game", "energy-pointing-game", [:], 1e-9),
        ("nss", "nss", [:], 1e-9), ("auc-judd", "auc-judd", [:], 1e-9), ("cc", "cc", [:], 1e-9),
        ("human-spearman", "human-spearman", [:], 1e-9), ("kl", "kl", [:], 1e-8), ("sim", "sim", [:], 1e-8),
        ("pearson", "pearson", [:], 1e-9), ("spearman", "spearman", [:], 1e-9), ("ssim", "ssim", [:], 1e-6),
    ]

    @Test("Metrics of maps alone", arguments: ofMaps)
    func maps(_ id: String, _ name: String, _ parameters: [String: String], _ tolerance: Double) async throws {
        let evaluation = try Evaluation(Self.signed, mask: Self.region, humanMap: Self.human, otherMap: Self.human)
        let found = try #require(try await score(id, evaluation, parameters).value)
        let expected = try Self.golden(name)
        #expect(abs(found - expected) <= tolerance, "\(id): \(found), not \(expected)")
    }

    @Test("The pointing game hits where Quantus' does, of maps with one maximum")
    func pointingGame() async throws {
        let evaluation = try Evaluation(Self.signed, mask: Self.region)
        let found = try await score("pointing-game", evaluation, ["tolerance": "0"])
        #expect(found.value == (try Self.golden("pointing-game")))
    }

    @Test("Histograms of oriented gradients are scikit-image's")
    func orientedGradients() async throws {
        func big(_ phase: Double) -> Tensor {
            let values = (0..<96 * 80).map { index -> Float in
                let (row, column) = (Double(index / 80), Double(index % 80))
                return Float(sin(0.11 * row + phase) * cos(0.07 * column * (1 + phase)) + 0.01 * row)
            }
            return Tensor(shape: [96, 80], values: values)
        }
        let found = try #require(OrientedGradients.correlation(big(0), big(0.6)))
        #expect(abs(found - (try Self.golden("hog"))) < 1e-4, "\(found)")
    }

    @Test("captum's max-sensitivity of input × gradient, by the same changes")
    func maxSensitivity() async throws {
        let subject = try ToyNetwork.subject()
        let type = try ExplainerCatalog.explainer(named: "input-x-gradient")
        let explainer = try type.init(ParameterValues([:], for: type.traits))
        let map = type.traits.map.plane(of: try await explainer.explain(subject).attribution)
        let evaluation = try Evaluation(map, of: PictureScores(subject), method: (explainer, type.traits.map))
        let found = try #require(try await score("max-sensitivity", evaluation).value)
        #expect(abs(found - (try Self.golden("max-sensitivity"))) < 1e-6, "\(found)")
    }

    @Test("captum's infidelity with squares, by the same changes", arguments: [false, true])
    func infidelity(_ isNormalized: Bool) async throws {
        let evaluation = try Evaluation(ReferenceTests.s8, of: PictureScores(ToyNetwork.subject()))
        let found = try #require(
            try await score(
                "infidelity",
                evaluation,
                ["samples": "50", "perturbation": "square", "normalize": "\(isNormalized)"]
            ).value
        )
        let expected = try Self.golden(isNormalized ? "infidelity-normalized" : "infidelity")
        #expect(abs(found - expected) < 1e-5 * max(1, expected), "\(found), not \(expected)")
    }
}
#endif
