public import StudyModel

/// A model of how people answer, from which simulated participants are made; it is written as a JSON object.
///
/// The observer perceives the left map better than the right by a difference that is normal with standard deviation 1
/// around the difference of the two explainers' qualities (Thurstone's Case V), shifted by the side bias:
/// P(left) = Φ(quality(left) − quality(right) + sideBias) where no tie is allowed and nobody lapses.
///
/// ```json
/// {
///   "quality": {"grad-cam": 1.2, "rise": 0.4, "random": 0},
///   "imageSpread": 0.3, "participantSpread": 0.2,
///   "lapseRate": 0.02, "sideBias": 0.1,
///   "tieThreshold": 0.3, "gradeThresholds": [0.25, 0.75, 1.5],
///   "rt": {"median": 1800, "sigma": 0.5, "perDifficulty": 600},
///   "attention": 0.98
/// }
/// ```
/// Only `quality` is required; the other keys default to the values of ``init(quality:)``.
///
/// Thurstone 1927, "A Law of Comparative Judgment", DOI 10.1037/h0070288.
public struct ObserverModel: Sendable, Equatable {
    /// The latent quality of every explainer of the study, in standard deviations of the perceived difference.
    public var quality: [ExplainerID: Double]
    /// The standard deviation of what an image adds to an explainer's quality, the same for all participants; ≥ 0.
    public var imageSpread: Double
    /// The standard deviation of what a participant adds to an explainer's quality, the same for all images; ≥ 0.
    public var participantSpread: Double
    /// The probability of answering anything without looking, each answer equally likely; 0…1.
    public var lapseRate: Double
    /// What is added to the perceived difference in favor of the left.
    public var sideBias: Double
    /// The perceived difference below which a tie is answered, where ties are allowed; ≥ 0.
    public var tieThreshold: Double
    /// The perceived differences from which the grades 1, 2 and 3 are given; three numbers ≥ 0, none below the one before.
    public var gradeThresholds: [Double]
    /// How long answers take.
    public var rt: ResponseTime
    /// The probability of answering an attention check right, where the observer does not lapse; 0…1.
    public var attention: Double

    /// A log-normal distribution of response times.
    public struct ResponseTime: Sendable, Equatable {
        /// The median for an obvious comparison, in ms; > 0.
        public var median: Double
        /// The standard deviation of the logarithm; ≥ 0.
        public var sigma: Double
        /// What the median gains when two maps look equally good, in ms; it falls off as exp(−|difference|); ≥ 0.
        public var perDifficulty: Double

        /// The distribution of a model that does not say.
        public static let standard = ResponseTime(median: 1800, sigma: 0.5, perDifficulty: 600)

        /// Describes a distribution.
        public init(median: Double, sigma: Double, perDifficulty: Double) {
            self.median = median
            self.sigma = sigma
            self.perDifficulty = perDifficulty
        }
    }

    /// A model with these qualities: participants differ a little, lapse in 2 % of trials and have no side bias.
    public init(quality: [ExplainerID: Double]) {
        self.quality = quality
        imageSpread = 0
        participantSpread = 0.2
        lapseRate = 0.02
        sideBias = 0
        tieThreshold = 0.3
        gradeThresholds = [0.25, 0.75, 1.5]
        rt = .standard
        attention = 0.98
    }

    /// The model for a study without a file: qualities from 1.5 for the study's first explainer down to 0 for its last.
    public init(evenlyOver study: Study) {
        let steps = Double(max(1, study.explainers.count - 1))
        var quality: [ExplainerID: Double] = [:]
        for (number, explainer) in study.explainers.enumerated() {
            quality[explainer.id] = 1.5 * (1 - Double(number) / steps)
        }
        self.init(quality: quality)
    }
}
