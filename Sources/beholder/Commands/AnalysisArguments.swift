public import ArgumentParser
import Foundation
public import Statistics
import StudyReport

/// The options that every analysis has.
struct AnalysisArguments: ParsableArguments {
    @Option(help: "The statistics, separated by commas, or all (default).")
    var statistic: String?

    @Option(help: "The coverage of intervals (default: 0.95).")
    var confidence: Double?

    @Option(help: "How many bootstrap resamples; 0 for none (default: 2000).")
    var bootstrap: Int?

    @Option(help: "The seed of the resamples (default: 1).")
    var seed: UInt64?

    @Flag(help: "Print the results as JSON.")
    var json = false

    var names: [String] { statistic.map(Self.names) ?? ["all"] }

    static func names(in list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    func validate() throws {
        guard !names.isEmpty else { throw ValidationError("--statistic names no statistic; give a name, or all.") }
    }

    func options(
        level: MeasurementLevel? = nil,
        reference: String? = nil,
        cluster: AnalysisOptions.Cluster = .participant,
        weights: CategoryWeights? = nil,
        ties: AnalysisOptions.Ties = .half,
        sideEffect: Bool = false,
        period: Double? = nil
    )
        throws -> AnalysisOptions
    {
        try AnalysisOptions(
            level: level,
            confidence: confidence ?? AnalysisOptions.standard.confidence,
            resamples: bootstrap ?? AnalysisOptions.standard.resamples,
            seed: seed ?? AnalysisOptions.standard.seed,
            reference: reference,
            cluster: cluster,
            weights: weights,
            ties: ties,
            sideEffect: sideEffect,
            period: period
        )
    }

    func print(_ results: [StatisticResult]) throws {
        if json {
            try Output.json(["statistics": results])
        } else {
            try Output.result(ResultsText.text(of: results))
        }
    }
}

extension MeasurementLevel: ExpressibleByArgument {}
extension AnalysisOptions.Cluster: ExpressibleByArgument {}
extension AgreementInterval: ExpressibleByArgument {}
extension AnalysisOptions.PostHoc: ExpressibleByArgument {}
extension PValueAdjustment: ExpressibleByArgument {}
extension AnalysisOptions.Ties: ExpressibleByArgument {}
extension WorthInterval: ExpressibleByArgument {}
extension CategoryWeights: ExpressibleByArgument {}
