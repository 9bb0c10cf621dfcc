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

    func add(_ unit: Int, of counts: borrowing AgreementCounts, to sums: UnsafeMutablePointer<Double>) {
        let total = counts.total[unit]
        guard total > 0 else { return }
        sums[2] += 1
        for entry in counts.entries(of: unit) {
            sums[3 + Int(counts.design.entryCategory[entry])] += counts.count[entry] / total
        }
        guard let agreement = counts.agreement(of: unit, weights) else { return }
        sums[0] += agreement
        sums[1] += 1
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

extension RatingTable {
    /// How much categories agree, with the name of the weights.
    ///
    /// - Throws: ``StatisticsError`` `.invalidOption` where custom weights lack a category or are no weights.
    func weights(_ options: AnalysisOptions, otherwise: CategoryWeights) throws -> (matrix: SquareMatrix?, name: String)
    {
        if let custom = options.customWeights { return (try custom.weights(of: categories), "custom") }
        let kind = options.weights ?? otherwise
        guard kind != .identity else { return (nil, kind.rawValue) }
        return (kind.matrix(design.values ?? categories.indices.map { Double($0 + 1) }), kind.rawValue)
    }
}

extension ItemMatrix {
    /// The weights of categories in their order.
    fileprivate func weights(of categories: [String]) throws -> SquareMatrix {
        var matrix = SquareMatrix(size: categories.count)
        let places = Dictionary(items.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        for (row, first) in categories.enumerated() {
            for (column, second) in categories.enumerated() {
                guard let a = places[first], let b = places[second], a < rows.count, b < rows[a].count else {
                    throw StatisticsError(
                        .invalidOption,
                        "the weights have no entry for “\(first)” and “\(second)”: give one for each pair of categories"
                    )
                }
                let weight = rows[a][b]
                guard (0...1).contains(weight), a != b || weight == 1, weight == rows[b][a] else {
                    throw StatisticsError(
                        .invalidOption,
                        "the weight of “\(first)” and “\(second)” is \(weight): weights are symmetric, in 0…1, and 1"
                            + " for equal categories"
                    )
                }
                matrix[row, column] = weight
            }
        }
        return matrix
    }
}
