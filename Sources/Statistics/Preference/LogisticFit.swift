internal import RealModule

/// A logistic regression without an intercept of whether the left item won, by maximum likelihood.
///
/// Columns are scaled to a mean square of 1 within, so that their units do not matter for convergence.
struct LogisticFit {
    /// By the columns as they were given.
    let coefficients: [Double]
    /// The inverse information.
    let covariance: SquareMatrix
    let logLikelihood: Double
    /// By one root mean square of each column.
    let scaledCoefficients: [Double]

    private let scales: [Double]

    /// Fits a table of numbers, row by row, to the share of a win that the left item has in each row.
    ///
    /// - Throws: ``Undefined`` where a column is 0 throughout, where columns depend on each other, or where they tell all
    ///   answers apart.
    init(_ rows: [Double], columns: Int, shares: [Double]) throws(Undefined) {
        let count = shares.count
        var squares = [Double](repeating: 0, count: columns)
        for index in rows.indices { squares[index % columns] += rows[index] * rows[index] }
        let scales = squares.map { ($0 / Double(max(1, count))).squareRoot() }
        guard columns > 0, count > 0, scales.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw Undefined("a covariate does not differ between left and right")
        }
        let scaled = rows.indices.map { rows[$0] / scales[$0 % columns] }
        var farthest = 0.0
        let ascent: NewtonAscent
        do throws(Undefined) {
            ascent = try NewtonAscent(from: [Double](repeating: 0, count: columns), worths: 0) { parameters in
                farthest = parameters.reduce(farthest) { max($0, abs($1)) }
                return Self.point(scaled, parameters, shares)
            }
        } catch {
            throw farthest > 15 ? Self.infinite : Undefined("the covariates depend on each other")
        }
        guard farthest < 30 else { throw Self.infinite }
        scaledCoefficients = ascent.parameters
        coefficients = zip(ascent.parameters, scales).map { $0 / $1 }
        var covariance = ascent.covariance
        for row in 0..<columns {
            for column in 0..<columns { covariance[row, column] /= scales[row] * scales[column] }
        }
        (self.covariance, self.scales, logLikelihood) = (covariance, scales, ascent.value)
    }

    private static let infinite = Undefined(
        "the covariates tell answers apart: coefficients have no finite estimate",
        status: .infinite
    )

    /// The standard errors of the scaled coefficients.
    var scaledErrors: [Double] { scales.indices.map { scales[$0] * covariance[$0, $0].squareRoot() } }

    /// The log-probability of an answer to a row.
    func logProbability(_ row: [Double], ofLeft isLeft: Bool) -> Double {
        let sum = zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        return -Self.softplus(isLeft ? -sum : sum)
    }

    /// The covariance matrix that holds with dependent answers of a unit; nil with a single unit.
    ///
    /// Liang and Zeger 1986, DOI 10.1093/biomet/73.1.13, times G/(G−1) · (N−1)/(N−k) as for ``BradleyTerryFit``.
    func clusteredCovariance(_ rows: [Double], shares: [Double], units: [Int]) -> SquareMatrix? {
        let columns = coefficients.count
        let places = Dictionary(uniqueKeysWithValues: Set(units).sorted().enumerated().map { ($1, $0) })
        guard places.count > 1 else { return nil }
        var scores = [Double](repeating: 0, count: places.count * columns)
        for (row, share) in shares.enumerated() {
            let own = rows[row * columns..<(row + 1) * columns]
            let sum = zip(own, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
            let residual = share - 1 / (1 + Double.exp(-sum))
            let place = (places[units[row]] ?? 0) * columns
            for (column, x) in own.enumerated() { scores[place + column] += residual * x }
        }
        let influences = covariance.product(scores)
        var result = SquareMatrix.outerProduct(influences, count: columns)
        let (groups, count, free) = (Double(places.count), Double(shares.count), Double(shares.count - columns))
        let correction = groups / (groups - 1) * (free > 0 ? (count - 1) / free : 1)
        for index in result.elements.indices { result.elements[index] *= correction }
        return result
    }

    private static func point(_ rows: [Double], _ parameters: [Double], _ shares: [Double]) -> NewtonAscent.Point {
        let columns = parameters.count
        var (value, gradient) = (0.0, [Double](repeating: 0, count: columns))
        var information = SquareMatrix(size: columns)
        rows.withUnsafeBufferPointer { rows in
            information.elements.withUnsafeMutableBufferPointer { information in
                gradient.withUnsafeMutableBufferPointer { gradient in
                    for (index, share) in shares.enumerated() {
                        let start = index * columns
                        var sum = 0.0
                        for column in 0..<columns { sum += rows[start + column] * parameters[column] }
                        let small = Double.exp(-abs(sum))
                        let p = (sum > 0 ? 1 : small) / (1 + small)
                        // log p and log (1 − p) share their small part.
                        value -= Double.log(onePlus: small) + (sum > 0 ? (1 - share) * sum : -share * sum)
                        let weight = small / ((1 + small) * (1 + small))
                        for a in 0..<columns {
                            let x = rows[start + a]
                            gradient[a] += (share - p) * x
                            for b in 0...a { information[a * columns + b] += weight * x * rows[start + b] }
                        }
                    }
                    for a in 0..<columns {
                        for b in 0..<a { information[b * columns + a] = information[a * columns + b] }
                    }
                }
            }
        }
        return NewtonAscent.Point(value: value, gradient: gradient, information: information)
    }

    private static func softplus(_ x: Double) -> Double {
        x > 0 ? x + Double.log(onePlus: Double.exp(-x)) : Double.log(onePlus: Double.exp(x))
    }
}
