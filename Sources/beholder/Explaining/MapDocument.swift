#if NativeLibraries
import Attribution
import Foundation
import StimulusPipeline
import StudyModel
import StudyReport
import Tensor

/// A map as JSON, with what it takes to make it again.
struct MapDocument: Encodable {
    let provenance: MapProvenance
    /// Reduction, sign and upsampling; nil for raw attributions.
    let steps: [String]?
    let shape: [Int]
    let values: [Float]

    init(_ map: Tensor, _ provenance: MapProvenance, steps: MapSteps?) {
        self.provenance = provenance
        self.steps = steps.map { [$0.reduction.rawValue, $0.rectification.rawValue, $0.upsampling.rawValue] }
        (shape, values) = (map.shape, map.values)
    }

    /// Writes a file that appears when it is complete.
    /// - Throws: `CocoaError` with the path.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
        Output.message("Wrote \(path): \(provenance.summary) \(shape)")
    }
}

extension MapProvenance.SeedVariability {
    /// "5 seeds: Spearman 0.981, deviation 1.2 % of the range".
    var summary: String {
        let correlation = spearman.map { NumberText.fixed($0, 3) } ?? "undefined"
        let spread = deviation.map { NumberText.fixed(100 * $0, 1) + " % of the range" } ?? "undefined"
        return "\(seeds) seeds: mean Spearman correlation \(correlation), mean standard deviation \(spread)"
    }
}

extension MapProvenance {
    /// "grad-cam of class 281 (tabby, 93.1 %)".
    var summary: String {
        let name = target.label.map { "\($0), " } ?? ""
        return "\(method) of class \(target.index) (\(name)\(NumberText.fixed(100 * target.probability, 1)) %)"
    }
}
#endif
