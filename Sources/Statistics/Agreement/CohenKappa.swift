extension Statistic {
    /// Cohen's kappa.
    static let cohenKappa = Statistic(
        name: "cohen-kappa",
        summary: "agreement of two participants corrected for the chance that their own shares of categories imply",
        citation: "Cohen 1960, DOI 10.1177/001316446002000104; weighted: Cohen 1968, DOI 10.1037/h0026256",
        families: [.agreement],
        ratings: { table, options in [try CohenKappa(table, options).result("cohen-kappa")] }
    )

    /// Light's kappa: the mean of Cohen's over pairs of participants.
    static let lightKappa = Statistic(
        name: "light-kappa",
        summary: "the mean of Cohen's kappa over all pairs of participants",
        citation: "Light 1971, Psychological Bulletin 76(5):365-377, DOI 10.1037/h0031643",
        families: [.agreement],
        ratings: { table, options in [try CohenKappa(table, options).result("light-kappa")] }
    )
}

/// Cohen's kappa of every pair of participants, on the items that both rated.
struct CohenKappa {
    private let table: RatingTable
    private let options: AnalysisOptions
    private let weights: SquareMatrix
    private let name: String

    /// - Throws: ``StatisticsError`` `.invalidOption` for custom weights that lack a category.
    init(_ table: RatingTable, _ options: AnalysisOptions) throws {
        (self.table, self.options) = (table, options)
        let (matrix, name) = try table.weights(options, otherwise: .identity)
        weights = matrix ?? CategoryWeights.identity.matrix(table.categories.indices.map { Double($0) })
        self.name = name
    }

    func result(_ statistic: String) -> StatisticResult {
        var result = StatisticResult(
            name: statistic,
            method: statistic == "light-kappa" || table.participants.count > 2
                ? "mean over pairs of participants; items are pairs" : "chance from each participant's own shares",
            n: table.count
        )
        result.weights = name
        let pairs = pairs()
        var items: [ItemEstimate] = []
        var known: [(value: Double, error: Double)] = []
        for (first, second, counts) in pairs {
            let label = table.participants[first] + ", " + table.participants[second]
            do throws(Undefined) {
                let found = try Self.kappa(counts, weights)
                known.append(found)
                items.append(ItemEstimate(item: label, value: found.value, standardError: found.error))
            } catch {
                items.append(ItemEstimate(item: label, status: .undefined, reason: error.reason))
            }
        }
        guard !known.isEmpty else {
            result.mark(pairs.isEmpty ? Undefined.noPairs : Undefined(items.first?.reason ?? "no pair has a value"))
            if pairs.count > 1 { result.items = items }
            return result
        }
        result.value = known.reduce(0) { $0 + $1.value } / Double(known.count)
        guard pairs.count == 1 else {
            result.items = items
            if known.count < pairs.count {
                result.warn(
                    "\(pairs.count - known.count) of \(pairs.count) pairs have no value and are left out of the mean"
                )
            }
            return result
        }
        let (value, error) = known[0]
        guard error > 0 else {
            result.warn("no interval: the large-sample error is 0, so the data tell nothing about it")
            return result
        }
        result.setError(error)
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        result.interval = ConfidenceInterval(finite: max(-1, value - z * error), min(1, value + z * error))
        result.statisticValue = value / error
        result.p = 2 * Normal.upperTail(abs(value / error))
        result.method += "; large-sample standard error (Fleiss, Cohen and Everitt 1969, DOI 10.1037/h0028106)"
        return result
    }

    /// The contingency table of each pair of participants with an item in common.
    ///
    /// - Complexity: O(items × participants²) additions.
    private func pairs() -> [(first: Int, second: Int, counts: SquareMatrix)] {
        let (design, raters, size) = (table.design, table.participants.count, table.categories.count)
        var counts = [Int32](repeating: 0, count: raters * raters * size * size)
        var (who, what): ([Int], [Int]) = ([], [])
        for unit in 0..<design.unitCount {
            who.removeAll(keepingCapacity: true)
            what.removeAll(keepingCapacity: true)
            for cell in design.cells(of: unit) {
                who.append(Int(design.cellRater[cell]))
                what.append(design.category(of: cell))
            }
            counts.withUnsafeMutableBufferPointer { counts in
                for a in who.indices {
                    let row = who[a] * raters
                    for b in a + 1..<max(a + 1, who.count) {
                        counts[((row + who[b]) * size + what[a]) * size + what[b]] += 1
                    }
                }
            }
        }
        var result: [(first: Int, second: Int, counts: SquareMatrix)] = []
        for first in 0..<raters {
            for second in first + 1..<max(first + 1, raters) {
                let start = (first * raters + second) * size * size
                var matrix = SquareMatrix(size: size)
                for index in 0..<size * size { matrix.elements[index] = Double(counts[start + index]) }
                if matrix.elements.contains(where: { $0 > 0 }) { result.append((first, second, matrix)) }
            }
        }
        return result
    }

    /// Kappa of a contingency table with its large-sample standard error.
    ///
    /// - Throws: ``Undefined`` where chance agreement is complete.
    static func kappa(_ counts: SquareMatrix, _ weights: SquareMatrix) throws(Undefined) -> (
        value: Double, error: Double
    ) {
        let size = counts.size
        let total = counts.elements.reduce(0, +)
        var rows = [Double](repeating: 0, count: size)
        var columns = rows
        for a in 0..<size {
            for b in 0..<size {
                rows[a] += counts[a, b] / total
                columns[b] += counts[a, b] / total
            }
        }
        var (observed, chance) = (0.0, 0.0)
        var rowMeans = [Double](repeating: 0, count: size)
        var columnMeans = rowMeans
        for a in 0..<size {
            for b in 0..<size {
                observed += weights[a, b] * counts[a, b] / total
                chance += weights[a, b] * rows[a] * columns[b]
                rowMeans[a] += weights[a, b] * columns[b]
                columnMeans[b] += weights[a, b] * rows[a]
            }
        }
        guard chance < 1 - 1e-15 else { throw Undefined.oneCategory }
        let value = (observed - chance) / (1 - chance)
        var sum = 0.0
        for a in 0..<size {
            for b in 0..<size where counts[a, b] > 0 {
                let term = weights[a, b] - (rowMeans[a] + columnMeans[b]) * (1 - value)
                sum += counts[a, b] / total * term * term
            }
        }
        let center = value - chance * (1 - value)
        let variance = max(0, sum - center * center) / (total * (1 - chance) * (1 - chance))
        return (value, variance.squareRoot())
    }
}
