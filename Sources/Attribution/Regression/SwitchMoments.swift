#if NativeLibraries
/// Weighted moments of switches that are on or off and of a response: all that linear regressions of one on the other
/// need.
package struct SwitchMoments {
    /// With more switches, solving for them would take longer than asking the network.
    static let largestCount = 2048

    /// How many switches there are.
    let count: Int
    /// Σ w.
    private(set) var weight = 0.0
    /// Σ w y.
    private(set) var response = 0.0
    /// Σ w z.
    private(set) var sums: [Double]
    /// Σ w z y.
    private(set) var products: [Double]
    /// Σ w z zᵀ, row by row; the lower half.
    private(set) var squares: [Double]

    package init(count: Int) {
        self.count = count
        sums = [Double](repeating: 0, count: count)
        products = sums
        squares = [Double](repeating: 0, count: count * count)
    }

    /// Takes a sample in.
    package mutating func add(_ switches: [Bool], _ value: Double, weight sampleWeight: Double) {
        let on = switches.indices.filter { switches[$0] }
        weight += sampleWeight
        response += sampleWeight * value
        squares.withUnsafeMutableBufferPointer { squares in
            for (order, number) in on.enumerated() {
                sums[number] += sampleWeight
                products[number] += sampleWeight * value
                for other in on[...order] { squares[number * count + other] += sampleWeight }
            }
        }
    }

    /// The moments about the weighted means: what a regression with an intercept without penalty sees.
    private var centered: (squares: [Double], products: [Double]) {
        guard weight > 0 else { return (squares, products) }
        var own = squares
        for row in 0..<count {
            for column in 0...row { own[row * count + column] -= sums[row] * sums[column] / weight }
        }
        return (own, zip(products, sums).map { $0 - $1 * response / weight })
    }

    /// The coefficients that minimize Σ w (y − a − zᵀβ)² + penalty·‖β‖², the intercept a free.
    package func ridge(penalty: Double) -> [Double] {
        var (squares, products) = centered
        for number in 0..<count { squares[number * count + number] += penalty }
        return SymmetricSystem(squares, size: count).solution(products)
    }

    /// The coefficients that minimize Σ w (y − a − zᵀβ)² / (2 Σ w) + penalty·‖β‖₁, the intercept a free; by coordinate
    /// descent.
    package func lasso(penalty: Double) -> [Double] {
        let (squares, products) = centered
        let threshold = penalty * weight
        var coefficients = [Double](repeating: 0, count: count)
        // Products with what the coefficients do not explain.
        var rest = products
        for _ in 0..<10_000 {
            var (largest, change) = (0.0, 0.0)
            for number in 0..<count {
                let own = squares[number * count + number]
                guard own > 1e-12 * weight else { continue }
                let pull = rest[number] + own * coefficients[number]
                let value = (abs(pull) > threshold ? pull - threshold * (pull < 0 ? -1 : 1) : 0) / own
                let step = value - coefficients[number]
                (largest, change) = (max(largest, abs(value)), max(change, abs(step)))
                guard step != 0 else { continue }
                coefficients[number] = value
                for other in 0..<count {
                    rest[other] -= step * squares[max(number, other) * count + min(number, other)]
                }
            }
            if change <= 1e-10 * largest { break }
        }
        return coefficients
    }

    /// The coefficients that minimize Σ w (y − zᵀβ)² among those whose sum is given: no intercept.
    package func leastSquares(sum: Double) -> [Double] {
        let system = SymmetricSystem(squares, size: count)
        let free = system.solution(products)
        let direction = system.solution([Double](repeating: 1, count: count))
        let scale = direction.reduce(0, +)
        guard scale != 0 else { return free }
        let excess = (free.reduce(0, +) - sum) / scale
        return zip(free, direction).map { $0 - $1 * excess }
    }
}
#endif
