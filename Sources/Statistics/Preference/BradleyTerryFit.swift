internal import RealModule

/// Maximum likelihood log-worths of a Bradley–Terry model, by Newton's method on win counts.
///
/// P(i beats j) = 1 / (1 + e^(θⱼ − θᵢ)). The likelihood is concave; each step solves with the information matrix, a graph
/// Laplacian made regular by fixing the mean of θ at 0.
struct BradleyTerryFit {
    /// Log-worths, natural logarithm, mean 0.
    let logWorths: [Double]
    /// The maximized log-likelihood; a half win counts half.
    let logLikelihood: Double
    /// Newton steps taken.
    let steps: Int

    private let wins: SquareMatrix

    /// Fits a strongly connected table of wins.
    ///
    /// - Parameter start: log-worths to begin with.
    /// - Throws: ``Undefined`` where Newton's method does not converge in 60 steps.
    /// - Complexity: O(n³) a step.
    init(wins: SquareMatrix, start: [Double]? = nil) throws(Undefined) {
        self.wins = wins
        let n = wins.size
        var theta = start ?? [Double](repeating: 0, count: n)
        var likelihood = BradleyTerryFit.logLikelihood(wins, theta)
        var steps = 0
        while true {
            steps += 1
            guard steps <= 60 else {
                throw Undefined("the maximum likelihood fit did not converge in 60 Newton steps")
            }
            var (step, information) = BradleyTerryFit.derivatives(wins, theta)
            BradleyTerryFit.fixMean(&information)
            guard let factor = information.choleskyFactor() else {
                throw Undefined("the information matrix is singular: some worths are too far apart to be told apart")
            }
            factor.solve(&step)
            var scale = 1.0
            var next = theta
            var nextLikelihood = likelihood
            repeat {
                for i in 0..<n { next[i] = theta[i] + scale * step[i] }
                nextLikelihood = BradleyTerryFit.logLikelihood(wins, next)
                scale /= 2
            } while nextLikelihood < likelihood - 1e-9 * abs(likelihood) && scale > 1e-6
            theta = next
            likelihood = nextLikelihood
            // Convergence is quadratic: after a step of 1e-7 the error is near 1e-14.
            if step.allSatisfy({ abs($0) < 1e-7 }) { break }
        }
        let mean = theta.reduce(0, +) / Double(n)
        logWorths = theta.map { $0 - mean }
        logLikelihood = likelihood
        self.steps = steps
    }

    /// The probability that item i beats item j.
    func probability(_ i: Int, over j: Int) -> Double {
        1 / (1 + Double.exp(logWorths[j] - logWorths[i]))
    }

    /// The inverse of the information on the space of log-worths with mean 0: the naive covariance matrix.
    func naiveCovariance() -> SquareMatrix? {
        let n = wins.size
        var (_, information) = BradleyTerryFit.derivatives(wins, logWorths)
        let added = BradleyTerryFit.fixMean(&information)
        guard var covariance = information.choleskyFactor()?.inverse() else { return nil }
        let excess = 1 / (added * Double(n) * Double(n))
        for index in covariance.elements.indices { covariance.elements[index] -= excess }
        return covariance
    }

    /// Adds c·J to a Laplacian and returns c; the vector of ones is then no longer in its null space.
    @discardableResult
    private static func fixMean(_ information: inout SquareMatrix) -> Double {
        let n = information.size
        var trace = 0.0
        for i in 0..<n { trace += information[i, i] }
        let added = max(trace, .leastNormalMagnitude) / Double(n * n)
        for index in information.elements.indices { information.elements[index] += added }
        return added
    }

    private static func derivatives(
        _ wins: SquareMatrix,
        _ theta: [Double]
    ) -> (score: [Double], information: SquareMatrix) {
        let n = wins.size
        var score = [Double](repeating: 0, count: n)
        var information = SquareMatrix(size: n)
        for i in 0..<n {
            for j in 0..<i {
                let won = wins[i, j]
                let games = won + wins[j, i]
                if games == 0 { continue }
                let p = 1 / (1 + Double.exp(theta[j] - theta[i]))
                let residual = won - games * p
                score[i] += residual
                score[j] -= residual
                let weight = games * p * (1 - p)
                information[i, i] += weight
                information[j, j] += weight
                information[i, j] -= weight
                information[j, i] -= weight
            }
        }
        return (score, information)
    }

    private static func logLikelihood(_ wins: SquareMatrix, _ theta: [Double]) -> Double {
        let n = wins.size
        var sum = 0.0
        for i in 0..<n {
            for j in 0..<i {
                let won = wins[i, j]
                let lost = wins[j, i]
                if won + lost == 0 { continue }
                let difference = theta[i] - theta[j]
                // log(1 + e^−|d|) once; the winner's side adds nothing, the loser's −|d|.
                let soft = Double.log(onePlus: Double.exp(-abs(difference)))
                sum -= (won + lost) * soft + (difference > 0 ? lost * difference : -won * difference)
            }
        }
        return sum
    }
}
