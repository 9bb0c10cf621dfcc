import Foundation
import Statistics

/// How often one statistic's intervals held the true value in one scenario.
struct CoverageRow {
    let scenario: String
    let label: String
    /// Studies with an interval.
    let studies: Int
    /// The share of intervals that hold the true value; where a study has several, they count equally.
    let coverage: Double
    /// The standard error of `coverage`; studies are independent, the intervals of one study are not.
    let monteCarloError: Double
    /// The shares of intervals that lie wholly above and wholly below the true value.
    let above: Double
    let below: Double
    /// The mean width of intervals.
    let width: Double
    /// The share of intervals that a study should have and has not.
    let missing: Double
    /// The share of intervals whose result warns that they cover less in simulations.
    let warned: Double

    init(scenario: String, label: String, studies: [[Verdict]]) {
        (self.scenario, self.label) = (scenario, label)
        var shares: [Double] = []
        var (above, below, width, known, all, warned) = (0, 0, 0.0, 0, 0, 0)
        for verdicts in studies {
            var (held, intervals) = (0, 0)
            all += verdicts.count
            for verdict in verdicts {
                guard let interval = verdict.interval else { continue }
                intervals += 1
                warned += verdict.isWarned ? 1 : 0
                width += interval.upper - interval.lower
                if verdict.truth < interval.lower {
                    above += 1
                } else if verdict.truth > interval.upper {
                    below += 1
                } else {
                    held += 1
                }
            }
            known += intervals
            if intervals > 0 { shares.append(Double(held) / Double(intervals)) }
        }
        self.studies = shares.count
        let count = Double(max(1, shares.count))
        let mean = shares.reduce(0, +) / count
        coverage = mean
        let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        monteCarloError = (squares / max(1, count - 1) / count).squareRoot()
        let intervals = Double(max(1, known))
        (self.above, self.below) = (Double(above) / intervals, Double(below) / intervals)
        self.width = width / intervals
        self.warned = Double(warned) / intervals
        missing = all > 0 ? 1 - Double(known) / Double(all) : 1
    }

    /// What the coverage of a nominal 95 % is called.
    var verdict: String {
        studies == 0 ? "none" : coverage < 0.93 ? "short" : coverage > 0.97 ? "wide" : ""
    }

    static let heading =
        padded("scenario", 34) + padded("statistic", 34) + "cover %    ±  above  below   width  none %  warned %"

    var line: String {
        Self.padded(scenario, 34) + Self.padded(label, 34)
            + String(
                format: "%7.1f %4.1f %6.1f %6.1f %7.3f %7.2f %9.1f  ",
                100 * coverage,
                100 * monteCarloError,
                100 * above,
                100 * below,
                width,
                100 * missing,
                100 * warned
            ) + verdict
    }

    static let csvHeading =
        "scenario,statistic,studies,coverage,monteCarloError,above,below,width,missing,warned,verdict"

    var csv: String {
        let numbers = [coverage, monteCarloError, above, below, width, missing, warned].map {
            String(format: "%.4f", $0)
        }
        return ([scenario, "\"\(label)\"", "\(studies)"] + numbers + [verdict]).joined(separator: ",")
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
