/// Agreement beyond chance, (pₐ − pₑ) / (1 − pₑ), with weights between categories.
///
/// Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapters 4 and 5: units that one rater answered count
/// in the chance term only.
struct ChanceCorrected: AgreementCoefficient {
    /// How much of the agreement chance explains.
    enum Chance: Sendable {
        /// None: percent agreement.
        case none
        /// Σ wₖₗ πₖ πₗ with π the mean shares of categories: Fleiss' kappa, for two raters Scott's pi.
        case shares
        /// Σ wₖₗ / q²: Brennan and Prediger, Randolph.
        case uniform
        /// Σ wₖₗ / (q (q − 1)) · Σ πₖ (1 − πₖ): Gwet.
        case gwet
    }

    private let chance: Chance
    private let size: Int
    /// Row by row; nil where only equal categories agree.
    private let weights: SquareMatrix?
    /// The sum of all weights and the number of categories, those of the scale that nobody used included.
    private let weightSum: Double
    private let categories: Double

    /// - Parameters:
    ///   - size: The number of categories that were used.
    ///   - weights: Their weights; nil for the identity.
    ///   - categories: The number of categories that could be chosen; counts with identity weights only.
    init(_ chance: Chance, size: Int, weights: SquareMatrix? = nil, categories: Int? = nil) {
        (self.chance, self.size, self.weights) = (chance, size, weights)
        let number = Double(weights == nil ? categories ?? size : size)
        self.categories = number
        weightSum = weights?.elements.reduce(0, +) ?? number
    }

    var rareUnitsNeeded: Double { chance == .shares ? RareAnswers.unitsNeeded(weighted: weights != nil) : 0 }

    // Share of agreeing pairs, units with pairs, units with answers, and the shares of categories.
    var width: Int { 3 + size }

    @inline(__always)
    func add<Number: Lanes>(_ unit: UnitCounts<Number>, to sums: UnsafeMutablePointer<Number>) {
        let share = Number(repeating: 1).divided(by: unit.total)
        sums[2] += unit.total.isPositive
        for entry in 0..<unit.entryCount { sums[3 + Int(unit.categories[entry])] += unit.counts[entry] * share }
        sums[0] += unit.agreeing(weights).divided(by: unit.pairs)
        sums[1] += unit.pairs.isPositive
    }

    func value(_ sums: [Double], _ counts: borrowing AgreementCounts) throws(Undefined) -> Double {
        guard sums[1] > 0 else { throw Undefined.noPairs }
        let observed = sums[0] / sums[1]
        let chance = try expected(sums)
        return (observed - chance) / (1 - chance)
    }

    private func expected(_ sums: [Double]) throws(Undefined) -> Double {
        let answered = sums[2]
        switch chance {
        case .none: return 0
        case .uniform:
            guard categories > 1 else { throw Undefined.oneCategory }
            return weightSum / (categories * categories)
        case .shares:
            var (sum, used) = (0.0, 0)
            for a in 0..<size where sums[3 + a] > 0 {
                used += 1
                guard let weights else {
                    sum += sums[3 + a] * sums[3 + a]
                    continue
                }
                for b in 0..<size { sum += weights[a, b] * sums[3 + a] * sums[3 + b] }
            }
            let chance = sum / (answered * answered)
            guard used > 1, chance < 1 else { throw Undefined.oneCategory }
            return chance
        case .gwet:
            guard categories > 1 else { throw Undefined.oneCategory }
            var scatter = 0.0
            for a in 0..<size { scatter += sums[3 + a] / answered * (1 - sums[3 + a] / answered) }
            return weightSum / (categories * (categories - 1)) * scatter
        }
    }
}
