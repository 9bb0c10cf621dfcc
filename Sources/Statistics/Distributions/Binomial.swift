/// The binomial distribution: successes among independent trials.
public struct Binomial: Sendable {
    /// Number of trials, ≥ 0.
    public let trials: Int
    /// Probability of success, 0…1.
    public let probability: Double

    /// The distribution of `trials` trials that succeed with `probability`.
    public init(trials: Int, probability: Double) {
        precondition(trials >= 0 && (0...1).contains(probability), "trials ≥ 0 and a probability in 0…1")
        self.trials = trials
        self.probability = probability
    }

    /// P(X = successes).
    public func mass(_ successes: Int) -> Double {
        guard (0...trials).contains(successes) else { return 0 }
        return BinomialKernel.binomial(
            Double(successes),
            rest: Double(trials - successes),
            probability,
            1 - probability
        )
    }

    /// P(X ≤ successes).
    public func cdf(_ successes: Int) -> Double {
        if successes < 0 { return 0 }
        if successes >= trials { return 1 }
        let k = Double(successes)
        return IncompleteBeta.tails(probability, 1 - probability, k + 1, Double(trials) - k).upper
    }

    /// P(X > successes).
    public func upperTail(_ successes: Int) -> Double {
        if successes < 0 { return 1 }
        if successes >= trials { return 0 }
        let k = Double(successes)
        return IncompleteBeta.tails(probability, 1 - probability, k + 1, Double(trials) - k).lower
    }
}
