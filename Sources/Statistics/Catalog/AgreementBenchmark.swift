/// Where a coefficient of agreement stands on a scale of words, its error taken into account.
///
/// The memberships are the probabilities that a coefficient lies in each class, those of a normal distribution about the
/// estimate within −1…1; the class is the highest one that is reached with a cumulative probability of at least 0.95.
/// Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapter 6.
public struct AgreementBenchmark: Codable, Sendable, Equatable {
    /// The scales in use.
    public enum Scale: String, Codable, Sendable, CaseIterable {
        /// Landis and Koch 1977, DOI 10.2307/2529310.
        case landisKoch = "landis-koch"
        /// Altman 1991, Practical Statistics for Medical Research.
        case altman
        /// Fleiss 1981, Statistical Methods for Rates and Proportions.
        case fleiss

        /// The classes from the highest, each with its lower end.
        var classes: [(name: String, lower: Double)] {
            switch self {
            case .landisKoch:
                [
                    ("almost perfect", 0.8), ("substantial", 0.6), ("moderate", 0.4), ("fair", 0.2), ("slight", 0),
                    ("poor", -1),
                ]
            case .altman: [("very good", 0.8), ("good", 0.6), ("moderate", 0.4), ("fair", 0.2), ("poor", -1)]
            case .fleiss: [("excellent", 0.75), ("intermediate to good", 0.4), ("poor", -1)]
            }
        }
    }

    /// A class of a scale and how probable it is.
    public struct Membership: Codable, Sendable, Equatable {
        /// The class, in words.
        public let name: String
        /// The probability that the coefficient lies in it.
        public let probability: Double

        enum CodingKeys: String, CodingKey {
            case name = "class"
            case probability
        }
    }

    /// The probability with which a class must be reached.
    public static let threshold = 0.95

    /// The scale.
    public let scale: Scale
    /// The highest class that is reached with a probability of at least ``threshold``.
    public let reached: String
    /// The probability of this class or a higher one.
    public let probability: Double
    /// All classes, from the highest.
    public let memberships: [Membership]

    enum CodingKeys: String, CodingKey {
        case scale
        case reached = "class"
        case probability, memberships
    }

    /// Classifies a coefficient; nil where it lies so far from −1…1, or its error is so small, that there is no probability.
    public init?(_ scale: Scale, value: Double, standardError: Double) {
        func between(_ lower: Double, _ upper: Double) -> Double {
            let (low, high) = ((lower - value) / standardError, (upper - value) / standardError)
            // The tail in which both ends lie keeps the digits of their difference.
            return low > 0 ? Normal.upperTail(low) - Normal.upperTail(high) : Normal.cdf(high) - Normal.cdf(low)
        }
        let whole = between(-1, 1)
        guard standardError > 0, whole > 0 else { return nil }
        var (upper, cumulative) = (1.0, 0.0)
        var memberships: [Membership] = []
        var reached: (name: String, probability: Double)?
        for (name, lower) in scale.classes {
            let probability = between(lower, upper) / whole
            memberships.append(Membership(name: name, probability: probability))
            cumulative += probability
            if reached == nil, cumulative >= Self.threshold || lower == -1 { reached = (name, min(1, cumulative)) }
            upper = lower
        }
        guard let reached else { return nil }
        (self.scale, self.memberships) = (scale, memberships)
        (self.reached, probability) = (reached.name, reached.probability)
    }
}
