/// What a metric says of a map.
public struct MapScore: Codable, Sendable, Hashable {
    /// The score's id in the definition.
    public let score: ScoreID
    /// The image.
    public let image: ImageID
    /// The explainer whose map it is.
    public let explainer: ExplainerID
    /// The number; nil where it is undefined.
    public let value: Double?
    /// Why there is no number.
    public let undefinedReason: String?
    /// How it was computed.
    public let provenance: Provenance

    /// What it takes to compute a score again.
    public struct Provenance: Codable, Sendable, Hashable {
        /// The metric's name.
        public let metric: String
        /// Of the metric's algorithm here.
        public let metricVersion: Int
        /// "higher", "lower" or "neither": which way is better.
        public let direction: String
        /// All of the metric's parameters.
        public let parameters: [String: String]
        /// SHA-256 of the map's file.
        public let mapSHA256: String
        /// SHA-256 of the model's file; nil where there is no model.
        public let modelSHA256: String?
        /// The class, where the model was asked.
        public let target: MapProvenance.Target?
        /// Where random numbers started, for metrics that draw some.
        public let seed: UInt64?
        /// Passes through the model that this score took beside those that it shared.
        public let passes: MapProvenance.Passes
        /// How long it took.
        public let seconds: Double
        /// Further figures by name, such as the share of tied pixels.
        public let details: [String: Double]
        /// Of the software.
        public let versions: [String: String]

        /// Puts a provenance together.
        public init(
            metric: String,
            metricVersion: Int,
            direction: String,
            parameters: [String: String],
            mapSHA256: String,
            modelSHA256: String?,
            target: MapProvenance.Target?,
            seed: UInt64?,
            passes: MapProvenance.Passes,
            seconds: Double,
            details: [String: Double],
            versions: [String: String]
        ) {
            (self.metric, self.metricVersion, self.direction) = (metric, metricVersion, direction)
            (self.parameters, self.mapSHA256, self.modelSHA256) = (parameters, mapSHA256, modelSHA256)
            (self.target, self.seed, self.passes, self.seconds) = (target, seed, passes, seconds)
            (self.details, self.versions) = (details, versions)
        }
    }

    /// Puts a score together.
    public init(
        score: ScoreID,
        image: ImageID,
        explainer: ExplainerID,
        value: Double?,
        undefinedReason: String?,
        provenance: Provenance
    ) {
        (self.score, self.image, self.explainer) = (score, image, explainer)
        (self.value, self.undefinedReason, self.provenance) = (value, undefinedReason, provenance)
    }
}
