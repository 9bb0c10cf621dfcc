/// The maximum of a log-likelihood that knows its first parameters only up to a common shift: worths of items.
///
/// Newton's method with halved steps. Adding a constant to the block of worths in the information matrix, a graph
/// Laplacian there, makes it regular and leaves steps orthogonal to the shift.
struct NewtonAscent {
    /// A log-likelihood with its derivatives at a point; the information is the negative of the second derivatives.
    struct Point {
        var value: Double
        var gradient: [Double]
        var information: SquareMatrix
    }

    /// The parameters at the maximum, the worths with mean 0.
    let parameters: [Double]
    /// The log-likelihood there.
    let value: Double
    /// The inverse information, on the space of worths with mean 0.
    let covariance: SquareMatrix

    /// Climbs from a start.
    ///
    /// - Parameter worths: how many of the first parameters are worths.
    /// - Throws: ``Undefined`` where it does not converge in 100 steps or where parameters cannot be told apart.
    init(from start: [Double], worths: Int, _ evaluate: ([Double]) -> Point) throws(Undefined) {
        var parameters = start
        var point = evaluate(parameters)
        var steps = 0
        while true {
            steps += 1
            guard steps <= 100 else {
                throw Undefined("the maximum likelihood fit did not converge in 100 Newton steps")
            }
            point.information.fixMean(ofFirst: worths)
            guard let factor = Self.factor(point.information) else { throw Self.singular }
            var step = point.gradient
            factor.solve(&step)
            var scale = 1.0
            var next = point
            var moved = parameters
            repeat {
                for index in moved.indices { moved[index] = parameters[index] + scale * min(5, max(-5, step[index])) }
                next = evaluate(moved)
                scale /= 2
            } while !(next.value >= point.value - 1e-10 * abs(point.value)) && scale > 1e-8
            (parameters, point) = (moved, next)
            if step.allSatisfy({ abs($0) < 1e-9 }) { break }
        }
        point.information.fixMean(ofFirst: worths)
        guard var covariance = point.information.choleskyFactor()?.inverse() else { throw Self.singular }
        covariance.center(first: worths)
        let mean = parameters[..<worths].reduce(0, +) / Double(worths)
        for index in 0..<worths { parameters[index] -= mean }
        (self.parameters, value, self.covariance) = (parameters, point.value, covariance)
    }

    private static let singular = Undefined(
        "the information matrix is singular: some parameters cannot be told apart"
    )

    /// The factor, with a ridge added where the curvature is the wrong way far from the maximum.
    private static func factor(_ information: SquareMatrix) -> CholeskyFactor? {
        var information = information
        var ridge = 0.0
        for _ in 0..<12 {
            if let factor = information.choleskyFactor() { return factor }
            let next = max(1e-8, ridge * 10)
            for index in 0..<information.size { information[index, index] += next - ridge }
            ridge = next
        }
        return nil
    }
}
