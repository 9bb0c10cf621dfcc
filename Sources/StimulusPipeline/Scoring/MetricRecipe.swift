#if NativeLibraries
package import Attribution
package import AttributionMetrics
package import StudyModel

/// A metric with everything that it is given: what makes a score of a map.
package struct MetricRecipe: Sendable {
    /// What the score is called.
    package let id: ScoreID
    package let traits: MetricTraits
    package let parameters: ParameterValues
    package let metric: any Metric

    /// Chooses a metric.
    ///
    /// - Parameter id: What the score is called; the metric's name without it.
    /// - Throws: `MetricError` or `AttributionError`.
    package init(
        _ name: String,
        id: ScoreID? = nil,
        parameters: (MetricTraits) throws -> ParameterValues
    ) throws {
        let type = try MetricCatalog.metric(named: name)
        let values = try parameters(type.traits)
        (traits, self.parameters, metric) = (type.traits, values, try type.init(values))
        self.id = id ?? ScoreID(name)
    }

    /// Scores a map; what it lacks for this metric makes the score undefined.
    ///
    /// - Throws: `ModelError`, or `CancellationError`.
    package func score(_ evaluation: Evaluation) async throws -> MetricScore {
        if traits.needs.contains(.network), !evaluation.hasNetwork {
            return .undefined("the metric needs a network, and there is none")
        }
        do {
            return try await metric.score(evaluation)
        } catch let error as MetricError where error.code == .missingInput {
            return .undefined(error.message)
        } catch let error as AttributionError {
            return .undefined(error.message)
        }
    }
}
#endif
