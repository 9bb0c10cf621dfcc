internal import RealModule

/// Log-worths of a Bradley–Terry model, by Newton's method on counts of wins.
///
/// P(i beats j) = 1 / (1 + e^(θⱼ − θᵢ)). The likelihood is concave; each step solves with the information matrix, a graph
/// Laplacian made regular by fixing the mean of θ at 0.
struct BradleyTerryFit: Sendable {
    /// Log-worths, natural logarithm, mean 0.
    let logWorths: [Double]
    /// The log-likelihood at them, a prior left out; a half win counts half.
    let logLikelihood: Double
    /// Newton steps taken.
    let steps: Int

    let wins: PairWins
    /// One over the variance of a normal prior on each log-worth; 0 for none.
    let precision: Double

    /// Above this many items steps are solved by conjugate gradients, which only touch pairs that met.
    private static let mostItemsFactored = 200

    /// Maximizes the likelihood of a strongly connected table of wins, or its product with a normal prior.
    ///
    /// - Parameter start: log-worths to begin with.
    /// - Throws: ``Undefined`` where Newton's method does not converge in 60 steps.
    /// - Complexity: O(pairs + n³) a step for few items, O(pairs) times conjugate gradient steps for many.
    init(_ wins: PairWins, start: [Double]? = nil, precision: Double = 0) throws(Undefined) {
        (self.wins, self.precision) = (wins, precision)
        let n = wins.itemCount
        var theta = start ?? [Double](repeating: 0, count: n)
        var slope = Slope(wins, theta, precision)
        var steps = 0
        while true {
            steps += 1
            guard steps <= 60 else {
                throw Undefined("the maximum likelihood fit did not converge in 60 Newton steps")
            }
            guard let step = Self.step(slope, wins, precision) else {
                throw Undefined("the information matrix is singular: some worths are too far apart to be told apart")
            }
            let (next, moved, scale) = Self.move(theta, along: step, slope, wins, precision)
            (theta, slope) = (next, moved)
            // Convergence is quadratic: after a step of 1e-7 the error is near 1e-14.
            if scale == 1, step.allSatisfy({ abs($0) < 1e-7 }) { break }
        }
        let mean = theta.reduce(0, +) / Double(max(1, n))
        logWorths = theta.map { $0 - mean }
        logLikelihood = Self.logLikelihood(wins, logWorths)
        self.steps = steps
    }

    /// The probability that item i beats item j.
    func probability(_ i: Int, over j: Int) -> Double {
        1 / (1 + Double.exp(logWorths[j] - logWorths[i]))
    }

    /// The inverse of the information on the space of log-worths with mean 0: the naive covariance matrix.
    ///
    /// - Complexity: O(n³).
    func naiveCovariance() -> SquareMatrix? {
        var covariance = information(at: logWorths).choleskyFactor()?.inverse()
        covariance?.center(first: wins.itemCount)
        return covariance
    }

    /// The naive variances of log-worths, relative to an item or to their mean, with half the work of their covariances.
    ///
    /// - Complexity: O(n³).
    func naiveVariances(reference: Int?) -> [Double]? {
        let n = wins.itemCount
        var information = Slope(wins, logWorths, precision).information(wins, precision)
        let added = information.fixMean(ofFirst: n)
        guard let factor = CholeskyFactor(consume information) else { return nil }
        let diagonal = factor.inverseDiagonal()
        guard let reference else {
            let excess = 1 / (Double(n) * (precision + added * Double(n)))
            return diagonal.map { $0 - excess }
        }
        var column = [Double](repeating: 0, count: n)
        column[reference] = 1
        factor.solve(&column)
        return diagonal.indices.map { diagonal[$0] + diagonal[reference] - 2 * column[$0] }
    }

    /// The information matrix, made regular.
    func information(at theta: [Double]) -> SquareMatrix {
        var information = Slope(wins, theta, precision).information(wins, precision)
        information.fixMean(ofFirst: wins.itemCount)
        return information
    }

    /// The Newton step; nil where the information matrix is singular.
    private static func step(_ slope: Slope, _ wins: PairWins, _ precision: Double) -> [Double]? {
        if wins.itemCount > mostItemsFactored,
            let step = ConjugateGradients.solve(slope, wins, precision)
        {
            return step
        }
        var information = slope.information(wins, precision)
        information.fixMean(ofFirst: wins.itemCount)
        guard let factor = information.choleskyFactor() else { return nil }
        var step = slope.score
        factor.solve(&step)
        return step
    }

    /// Goes along a step, halved until the slope at its end does not point back nearly as steeply as it led there.
    ///
    /// For a concave function that is progress, and it needs no value of the function.
    static func move(
        _ theta: [Double],
        along step: [Double],
        _ slope: Slope,
        _ wins: PairWins,
        _ precision: Double
    ) -> (theta: [Double], slope: Slope, scale: Double) {
        let ahead = zip(slope.score, step).reduce(0) { $0 + $1.0 * $1.1 }
        var scale = 1.0
        while true {
            let next = theta.indices.map { theta[$0] + scale * step[$0] }
            let moved = Slope(wins, next, precision)
            let after = zip(moved.score, step).reduce(0) { $0 + $1.0 * $1.1 }
            if after >= -0.9 * ahead - 1e-12 || scale < 1e-6 { return (next, moved, scale) }
            scale /= 2
        }
    }

    static func logLikelihood(_ wins: PairWins, _ theta: [Double]) -> Double {
        var sum = 0.0
        for pair in wins.pairs {
            let difference = theta[Int(pair.lower)] - theta[Int(pair.higher)]
            // log(1 + e^−|d|) once; the winner's side adds nothing, the loser's −|d|.
            let soft = Double.log(onePlus: Double.exp(-abs(difference)))
            sum -= (pair.won + pair.lost) * soft + (difference > 0 ? pair.lost * difference : -pair.won * difference)
        }
        return sum
    }
}
