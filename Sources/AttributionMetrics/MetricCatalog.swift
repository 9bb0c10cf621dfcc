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
        ValidityRate.self, ADCC.self, ROAD.self, Infidelity.self, SensitivityN.self, MuFidelity.self,
        FaithfulnessCorrelation.self, AccuracyInformationCurve.self, SoftmaxInformationCurve.self,
    ]
    static let complexity: [any Metric.Type] = [
        Sparsity.self, Gini.self, Entropy.self, EffectiveComplexity.self,
    ]
    static let robustness: [any Metric.Type] = [MaxSensitivity.self, LocalLipschitz.self]
    static let randomization: [any Metric.Type] = [
        RandomizationSSIM.self, RandomizationSpearman.self, RandomizationHOG.self, RandomLogit.self,
    ]
    static let localization: [any Metric.Type] = [
        PointingGame.self, EnergyPointingGame.self, IntersectionOverUnion.self, RelevanceRankAccuracy.self,
        RelevanceMassAccuracy.self,
    ]
    static let humanAttention: [any Metric.Type] = [
        NormalizedScanpathSaliency.self, AUCJudd.self, HumanCorrelation.self, KullbackLeibler.self,
        HistogramSimilarity.self, HumanSpearman.self,
    ]
    static let betweenMaps: [any Metric.Type] = [
        StructuralSimilarity.self, SpearmanBetweenMaps.self, PearsonBetweenMaps.self, TopOverlap.self,
    ]

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
