internal import RealModule

/// The answers of a participant whose own log-worths are θᵢ + σ uᵢ, the u being independent and standard normal.
///
/// The likelihood without u by Laplace's approximation at the most probable u, with its derivatives: Pinheiro and Bates
/// 1995, DOI 10.1080/10618600.1995.10474663. With two items it is that of a logistic model with a random intercept, whose
/// standard deviation is σ √2.
struct ParticipantWorths: Sendable {
    private struct Pair: Sendable {
        /// Places in `items`.
        let lower: Int
        let higher: Int
        let won: Double
        let games: Double
    }

    /// The items that the participant met.
    let items: [Int]
    private let pairs: [Pair]

    /// The answers of one unit.
    init(_ cells: ArraySlice<WinCounts.Cell>, _ pairs: [PairWins.Pair]) {
        let own = cells.map { ($0, pairs[Int($0.pair)]) }
        let items = Set(own.flatMap { [Int($0.1.lower), Int($0.1.higher)] }).sorted()
        let places = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
        self.items = items
        self.pairs = own.map { cell, pair in
            Pair(
                lower: places[Int(pair.lower)] ?? 0,
                higher: places[Int(pair.higher)] ?? 0,
                won: cell.won,
                games: cell.won + cell.lost
            )
        }
    }

    /// The log-likelihood and its derivatives by the worths of `items` and by σ.
    struct Terms: Sendable {
        var value = 0.0
        var byWorth: [Double] = []
        var byDeviation = 0.0
    }

    /// The log-likelihood at log-worths of all items; nil where no mode is found.
    func terms(_ worths: [Double], _ deviation: Double) -> Terms? {
        let theta = items.map { worths[$0] }
        guard let mode = mode(theta, deviation) else { return nil }
        let count = items.count
        let inverse = mode.factor.inverse()
        var terms = Terms(value: mode.value - mode.factor.logDeterminant / 2)
        terms.byWorth = [Double](repeating: 0, count: count)
        // How the determinant changes with each difference of worths.
        var bend = [Double](repeating: 0, count: count)
        var sway = 0.0
        for pair in pairs {
            let (a, b) = (pair.lower, pair.higher)
            let p = Self.probability(theta, mode.effects, deviation, pair)
            let weight = pair.games * p * (1 - p)
            let leverage = inverse[a, a] + inverse[b, b] - 2 * inverse[a, b]
            let residual = pair.won - pair.games * p
            terms.byWorth[a] += residual
            terms.byWorth[b] -= residual
            let change = weight * (1 - 2 * p) * leverage
            bend[a] += change
            bend[b] -= change
            sway += weight * leverage
        }
        let square = deviation * deviation
        var solved = bend
        mode.factor.solve(&solved)
        for place in 0..<count { terms.byWorth[place] -= square / 2 * solved[place] }
        let effects = mode.effects.reduce(0) { $0 + $1 * $1 }
        let drift = zip(solved, mode.effects).reduce(0) { $0 + $1.0 * $1.1 }
        terms.byDeviation = (deviation == 0 ? 0 : effects / deviation) - deviation * sway - square * drift
        return terms
    }

    private struct Mode {
        let effects: [Double]
        let factor: CholeskyFactor
        /// The logarithm of likelihood times density, without the constant that the determinant takes away.
        let value: Double
    }

    /// The most probable u, by Newton's method.
    private func mode(_ theta: [Double], _ deviation: Double) -> Mode? {
        let count = theta.count
        var effects = [Double](repeating: 0, count: count)
        var value = joint(theta, effects, deviation)
        for _ in 0..<100 {
            var curvature = SquareMatrix(size: count)
            var step = effects.map { -$0 }
            for place in 0..<count { curvature[place, place] = 1 }
            for pair in pairs {
                let (a, b) = (pair.lower, pair.higher)
                let p = Self.probability(theta, effects, deviation, pair)
                let residual = deviation * (pair.won - pair.games * p)
                let weight = deviation * deviation * pair.games * p * (1 - p)
                step[a] += residual
                step[b] -= residual
                curvature[a, a] += weight
                curvature[b, b] += weight
                curvature[a, b] -= weight
                curvature[b, a] -= weight
            }
            guard let factor = curvature.choleskyFactor() else { return nil }
            let steepest = step.reduce(0) { max($0, abs($1)) }
            if steepest < 1e-10 { return Mode(effects: effects, factor: factor, value: value) }
            factor.solve(&step)
            var scale = 1.0
            var next = effects
            var nextValue = value
            repeat {
                next = effects.indices.map { effects[$0] + scale * step[$0] }
                nextValue = joint(theta, next, deviation)
                scale /= 2
            } while nextValue < value - 1e-12 * abs(value) && scale > 1e-6
            (effects, value) = (next, nextValue)
        }
        return nil
    }

    private func joint(_ theta: [Double], _ effects: [Double], _ deviation: Double) -> Double {
        var sum = effects.reduce(0) { $0 - $1 * $1 / 2 }
        for pair in pairs {
            let d = Self.difference(theta, effects, deviation, pair)
            let soft = Double.log(onePlus: Double.exp(-abs(d)))
            sum -= pair.games * soft + (d > 0 ? (pair.games - pair.won) * d : -pair.won * d)
        }
        return sum
    }

    private static func difference(_ theta: [Double], _ effects: [Double], _ deviation: Double, _ pair: Pair) -> Double
    {
        theta[pair.lower] - theta[pair.higher] + deviation * (effects[pair.lower] - effects[pair.higher])
    }

    private static func probability(_ theta: [Double], _ effects: [Double], _ deviation: Double, _ pair: Pair) -> Double
    {
        1 / (1 + Double.exp(-difference(theta, effects, deviation, pair)))
    }
}
