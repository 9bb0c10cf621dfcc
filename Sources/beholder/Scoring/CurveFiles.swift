#if NativeLibraries
import AttributionMetrics
import Foundation
import StudyExport
import StudyReport

/// How the probability of the class went, as a table and as a picture.
struct CurveFiles {
    let curves: [(name: String, curve: Curve)]

    /// One row a point: metric, share of the picture changed, probability, saliency of the step before.
    func writeTable(to path: String) throws {
        let header = ["metric", "fraction", "probability", "saliency"]
        try CSVWriter.write(to: URL(fileURLWithPath: path), header: header) { csv in
            for (name, curve) in curves {
                for (index, fraction) in curve.fractions.enumerated() {
                    csv.field(name)
                    csv.field(fraction)
                    csv.field(curve.probabilities[index])
                    csv.field(index > 0 && index <= curve.saliency.count ? curve.saliency[index - 1] : nil)
                    try csv.endRow()
                }
            }
        }
        told(path)
    }

    func writePlot(to path: String, title: String) throws {
        let figure = CurveFigure(
            title: title,
            horizontal: "share of the picture changed",
            vertical: "probability of the class",
            curves: curves.map { CurveFigure.Line(name: $0.name, x: $0.curve.fractions, y: $0.curve.probabilities) }
        )
        try Data(figure.svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        told(path)
    }

    private func told(_ path: String) {
        Output.message("Wrote \(path): \(curves.count) curves")
    }
}
#endif
