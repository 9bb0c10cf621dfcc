/// Units × categories counts of the data, with what chance-corrected coefficients and their linearized variance need.
///
/// Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition; units that one rater answered count in the chance term only.
struct CategoryCounts {
    /// Answers by unit and category, unit by unit; units without answers are left out.
    let rows: [[Double]]
    let weights: SquareMatrix
    /// The mean over units of the share of answers in each category.
    let shares: [Double]
    /// The weighted share of agreeing pairs of each unit; nil with one answer.
    let agreement: [Double?]
    /// The mean of `agreement`.
    let observed: Double

    /// - Throws: ``Undefined`` where no unit has two answers, or one category has all.
    init(_ design: AgreementDesign, _ weights: SquareMatrix) throws(Undefined) {
        self.weights = weights
        let size = weights.size
        var rows: [[Double]] = []
        for unit in 0..<design.unitCount where design.cellStart[unit + 1] > design.cellStart[unit] {
            var row = [Double](repeating: 0, count: size)
            for cell in Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1]) {
                row[Int(design.entryCategory[Int(design.cellEntry[cell])])] += 1
            }
            rows.append(row)
        }
        self.rows = rows
        var shares = [Double](repeating: 0, count: size)
        var agreement: [Double?] = []
        var (sum, pairable) = (0.0, 0.0)
        for row in rows {
            let total = row.reduce(0, +)
            var agreeing = 0.0
            for a in 0..<size where row[a] > 0 {
                shares[a] += row[a] / total
                var weighted = 0.0
                for b in 0..<size { weighted += weights[a, b] * row[b] }
                agreeing += row[a] * (weighted - 1)
            }
            guard total > 1 else {
                agreement.append(nil)
                continue
            }
            agreement.append(agreeing / (total * (total - 1)))
            sum += agreeing / (total * (total - 1))
            pairable += 1
        }
        guard pairable > 0 else { throw Undefined.noPairs }
        self.shares = shares.map { $0 / Double(max(1, rows.count)) }
        self.agreement = agreement
        observed = sum / pairable
    }

    /// A coefficient with its linearized standard error over units.
    ///
    /// - Parameters:
    ///   - chance: The agreement that chance gives.
    ///   - chanceOfUnit: What a unit's answers contribute to it, in the shares that they have.
    /// - Throws: ``Undefined`` where chance agreement is complete.
    func coefficient(
        chance: Double,
        chanceOfUnit: ((_ shares: [Double]) -> Double)?
    ) throws(Undefined) -> (value: Double, standardError: Double?) {
        guard chance < 1 else { throw Undefined.oneCategory }
        let value = (observed - chance) / (1 - chance)
        let count = Double(rows.count)
        guard count > 1 else { return (value, nil) }
        let pairable = Double(agreement.count { $0 != nil })
        var squares = 0.0
        for (row, agreement) in zip(rows, agreement) {
            var own = agreement.map { count / pairable * ($0 - chance) / (1 - chance) } ?? 0
            if let chanceOfUnit {
                let total = row.reduce(0, +)
                own -= 2 * (1 - value) * (chanceOfUnit(row.map { $0 / total }) - chance) / (1 - chance)
            }
            squares += (own - value) * (own - value)
        }
        return (value, (squares / (count * (count - 1))).squareRoot())
    }
}

/// How much of the agreement chance explains.
enum ChanceAgreement: String {
    /// None.
    case percent
    /// By the categories' mean shares: Fleiss' kappa, for two raters Scott's pi.
    case fleiss
    /// All categories alike: Brennan and Prediger, Randolph.
    case uniform
    /// Gwet's: by the probability that a rater chooses at random.
    case gwet

    /// The coefficient with its linearized standard error over units.
    func coefficient(_ counts: CategoryCounts, categories: Int) throws(Undefined) -> (
        value: Double, standardError: Double?
    ) {
        let (weights, shares) = (counts.weights, counts.shares)
        let total = weights.elements.reduce(0, +)
        let size = Double(weights.size)
        switch self {
        case .percent: return try counts.coefficient(chance: 0, chanceOfUnit: nil)
        case .uniform:
            guard categories > 1 else { throw Undefined.oneCategory }
            // Categories that were never chosen agree only with themselves where weights are the identity.
            let chance = categories == weights.size ? total / (size * size) : 1 / Double(categories)
            return try counts.coefficient(chance: chance, chanceOfUnit: nil)
        case .fleiss:
            var weighted = [Double](repeating: 0, count: weights.size)
            for a in shares.indices { for b in shares.indices { weighted[a] += weights[a, b] * shares[b] } }
            let chance = zip(weighted, shares).reduce(0) { $0 + $1.0 * $1.1 }
            guard shares.count(where: { $0 > 0 }) > 1 else { throw Undefined.oneCategory }
            return try counts.coefficient(chance: chance) { own in
                zip(weighted, own).reduce(0) { $0 + $1.0 * $1.1 }
            }
        case .gwet:
            guard categories > 1 else { throw Undefined.oneCategory }
            let scale =
                categories == weights.size
                ? total / (size * (size - 1)) : 1 / Double(categories - 1)
            let chance = scale * shares.reduce(0) { $0 + $1 * (1 - $1) }
            return try counts.coefficient(chance: chance) { own in
                scale * zip(shares, own).reduce(0) { $0 + $1.1 * (1 - $1.0) }
            }
        }
    }
}
