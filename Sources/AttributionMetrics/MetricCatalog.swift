#if NativeLibraries
import Spelling

/// Every metric, by the name that definitions use.
public enum MetricCatalog {
    /// In the order in which they are listed.
    public static let all: [any Metric.Type] =
        faithfulness + complexity + robustness + randomization + localization + humanAttention + betweenMaps

    static let faithfulness: [any Metric.Type] = [
        DAUC.self, IAUC.self, DeletionCorrelation.self, InsertionCorrelation.self, AverageDrop.self,
        IncreaseInConfidence.self, AverageDropInDeletion.self, AverageGain.self, AOPCMoRF.self, AOPCLeRF.self,
        ValidityRate.self,
    ]
    static let complexity: [any Metric.Type] = [Sparsity.self]
    static let robustness: [any Metric.Type] = []
    static let randomization: [any Metric.Type] = []
    static let localization: [any Metric.Type] = []
    static let humanAttention: [any Metric.Type] = []
    static let betweenMaps: [any Metric.Type] = []

    /// The metric of a name.
    ///
    /// - Throws: ``MetricError`` `unknownMetric`, with the nearest names.
    public static func metric(named id: String) throws -> any Metric.Type {
        if let found = all.first(where: { $0.traits.id == id }) { return found }
        let near = NearestName.nearest(to: id, among: all.map { $0.traits.id })
        throw MetricError(
            .unknownMetric,
            near.isEmpty
                ? "There is no metric \(id); `beholder score --list` lists all."
                : "There is no metric \(id). Did you mean \(near.joined(separator: ", "))?"
        )
    }
}
#endif
