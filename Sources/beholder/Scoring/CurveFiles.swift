#if NativeLibraries
import AttributionMetrics
import Foundation
import StudyReport

/// How the probability of the class went, as a table and as a picture.
struct CurveFiles {
    let curves: [(name: String, curve: Curve)]

    /// One row a point: metric, share of the picture changed, probability, saliency of the step before.
    func writeTable(to path: String) throws {
        var lines = ["metric,fraction,probability,saliency"]
        for (name, curve) in curves {
            for (index, fraction) in curve.fractions.enumerated() {
                let saliency = index > 0 && index <= curve.saliency.count ? "\(curve.saliency[index - 1])" : ""
                lines.append("\(name),\(fraction),\(curve.probabilities[index]),\(saliency)")
            }
        }
        try write(lines.joined(separator: "\r\n") + "\r\n", to: path)
    }

    func writePlot(to path: String, title: String) throws {
        let figure = CurveFigure(
            title: title,
            horizontal: "share of the picture changed",
            vertical: "probability of the class",
            curves: curves.map { CurveFigure.Line(name: $0.name, x: $0.curve.fractions, y: $0.curve.probabilities) }
        )
        try write(figure.svg, to: path)
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        Output.message("Wrote \(path): \(curves.count) curves")
    }
}
#endif
