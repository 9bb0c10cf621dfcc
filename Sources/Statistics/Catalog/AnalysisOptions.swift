/// What a run of statistics is asked for; the same options suit every statistic of the catalog.
public struct AnalysisOptions: Sendable {
    /// Which answers are taken as independent of each other.
    public enum Cluster: String, Sendable, CaseIterable {
        /// Participants are independent; the answers of one participant need not be.
        case participant
        /// Every answer is independent. Labelled `naive` in results.
        case none
    }

    /// The measurement level of ratings; needed by statistics that depend on it.
    public var level: MeasurementLevel?
    /// The coverage of intervals, between 0 and 1.
    public var confidence: Double
    /// How many bootstrap resamples to draw: 0 for none, else 100…1,000,000.
    public var resamples: Int
    /// The seed of all randomness.
    public var seed: UInt64
    /// The item whose log-worth is 0; nil for log-worths with mean 0.
    public var reference: String?
    /// Which answers are taken as independent.
    public var cluster: Cluster
    /// The number of categories of the rating scale, or of answers to a pair, where more exist than were used; nil to
    /// count those used or, for pairs, those offered.
    public var categories: Int?
    /// After how much circular values begin anew; needed at that level.
    public var period: Double?
    /// How much different categories agree; each statistic's own choice without it.
    public var weights: CategoryWeights?
    /// What becomes of ties where a model has no place for them.
    public var ties: Ties
    /// Whether models of pairs have an effect of the left side.
    public var sideEffect: Bool

    /// What the intervals of agreement account for.
    public var interval: AgreementInterval
    /// Agreement of categories in place of `weights`, by the categories' labels.
    public var customWeights: ItemMatrix?

    /// The test of pairs of items after Friedman's.
    public var postHoc: PostHoc
    /// How p-values of pairs of items are adjusted, where the test does not do so itself.
    public var adjustment: PValueAdjustment
    /// Whether limits of ICC(A,k) are those of ICC(A,1), stepped up, in place of McGraw and Wong's.
    public var spearmanBrown: Bool

    /// How far the means of two items may differ and still count as equivalent, on the scale of the ratings.
    public var margin: Double?
    /// The condition that others are compared with.
    public var baseline: String?
    /// The share of answers given without regard to the stimulus; nil to estimate it.
    public var lapse: Double?
    /// How intervals of Bradley–Terry log-worths are computed.
    public var worthInterval: WorthInterval
    /// The standard deviation of a normal prior, which adds an estimate that depends on it: of log-worths for
    /// bradley-terry, of distances in JND for thurstone; nil for none.
    public var priorSD: Double?

    /// Tests of pairs of items.
    public enum PostHoc: String, Sendable, CaseIterable {
        /// Conover's t test, adjusted as the options say.
        case conover
        /// Nemenyi's test by the studentized range, which holds for all pairs together.
        case nemenyi
    }

    /// What becomes of ties.
    public enum Ties: String, Sendable, CaseIterable {
        /// Half a win for each.
        case half
        case drop
        /// A model of ties in place of Bradley and Terry's.
        case davidson
        case raoKupper = "rao-kupper"
    }

    /// Options, by default those of the command line.
    ///
    /// - Throws: ``StatisticsError`` `.invalidOption` for a confidence outside 0…1, for a number of resamples that is
    ///   neither 0 nor in 100…1,000,000, for fewer than 2 categories, for a margin or the deviation of a prior that is not
    ///   positive, and for a lapse rate outside 0…0.5.
    public init(
        level: MeasurementLevel? = nil,
        confidence: Double = 0.95,
        resamples: Int = 2000,
        seed: UInt64 = 1,
        reference: String? = nil,
        cluster: Cluster = .participant,
        categories: Int? = nil,
        weights: CategoryWeights? = nil,
        ties: Ties = .half,
        sideEffect: Bool = false,
        period: Double? = nil,
        interval: AgreementInterval = .both,
        customWeights: ItemMatrix? = nil,
        postHoc: PostHoc = .conover,
        adjustment: PValueAdjustment = .holm,
        spearmanBrown: Bool = false,
        margin: Double? = nil,
        baseline: String? = nil,
        lapse: Double? = nil,
        worthInterval: WorthInterval = .wald,
        priorSD: Double? = nil
    ) throws {
        guard confidence > 0, confidence < 1 else {
            throw StatisticsError(
                .invalidOption,
                "confidence is \(confidence), but must lie between 0 and 1: try 0.95"
            )
        }
        guard resamples == 0 || resamples >= 100 else {
            throw StatisticsError(
                .invalidOption,
                "\(resamples) bootstrap resamples give no usable interval: ask for 0 or at least 100"
            )
        }
        guard resamples <= Self.maximumResamples else {
            throw StatisticsError(
                .invalidOption,
                "\(resamples) bootstrap resamples are too many: ask for at most \(Self.maximumResamples); 2000 suffice for"
                    + " a 95 % interval"
            )
        }
        if let categories, categories < 2 {
            throw StatisticsError(.invalidOption, "a scale has at least 2 categories, not \(categories)")
        }
        self.level = level
        self.confidence = confidence
        self.resamples = resamples
        self.seed = seed
        self.reference = reference
        self.cluster = cluster
        self.categories = categories
        (self.weights, self.ties, self.sideEffect) = (weights, ties, sideEffect)
        if let period, !(period > 0 && period.isFinite) {
            throw StatisticsError(.invalidOption, "a period is a positive number, not \(period)")
        }
        guard level != .circular || period != nil else {
            throw StatisticsError(
                .invalidOption,
                "circular values need the period after which they begin anew: give --period"
            )
        }
        self.period = period
        (self.interval, self.customWeights) = (interval, customWeights)
        (self.postHoc, self.adjustment, self.spearmanBrown) = (postHoc, adjustment, spearmanBrown)
        if let margin, !(margin > 0 && margin.isFinite) {
            throw StatisticsError(.invalidOption, "a margin of equivalence is a positive number, not \(margin)")
        }
        if let lapse, !(lapse >= 0 && lapse < 0.5) {
            throw StatisticsError(.invalidOption, "a lapse rate lies in 0…0.5, not at \(lapse)")
        }
        (self.margin, self.baseline, self.lapse) = (margin, baseline, lapse)
        if let priorSD, !(priorSD > 0 && priorSD.isFinite) {
            throw StatisticsError(
                .invalidOption,
                "the standard deviation of a prior is a positive number, not \(priorSD): try 1"
            )
        }
        (self.worthInterval, self.priorSD) = (worthInterval, priorSD)
    }

    /// The largest number of bootstrap resamples that is accepted.
    public static let maximumResamples = 1_000_000

    /// The default options of the command line.
    public static let standard = AnalysisOptions()

    private init() {
        confidence = 0.95
        resamples = 2000
        seed = 1
        cluster = .participant
        (ties, sideEffect, interval) = (.half, false, .both)
        (postHoc, adjustment, spearmanBrown) = (.conover, .holm, false)
        worthInterval = .wald
    }
}
