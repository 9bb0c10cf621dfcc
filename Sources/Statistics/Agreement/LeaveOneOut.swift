internal import RealModule

extension Statistic {
    /// Agreement of each participant with the others.
    static let leaveOneOut = Statistic(
        name: "leave-one-out",
        summary:
            "each participant's agreement with the others: kappa with their majority, or correlation with their mean",
        citation: "corrected item-total correlation: Nunnally and Bernstein 1994, Psychometric Theory, 3rd edition;"
            + " kappa: Cohen 1960, DOI 10.1177/001316446002000104",
        families: [.agreement],
        ratings: { table, options in [try LeaveOneOut(table, options).result()] }
    )
}

/// What each participant answered against what the others did, who then do not hold the participant's own answer.
struct LeaveOneOut {
    private let table: RatingTable
    private let options: AnalysisOptions
    private let level: MeasurementLevel
    private let weights: SquareMatrix

    /// - Throws: ``StatisticsError`` `.invalidOption` for custom weights that lack a category.
    init(_ table: RatingTable, _ options: AnalysisOptions) throws {
        (self.table, self.options) = (table, options)
        level = options.level ?? (table.design.values == nil ? .nominal : .interval)
        weights =
            try table.weights(options, otherwise: .identity).matrix
            ?? CategoryWeights.identity.matrix(table.categories.indices.map { Double($0) })
    }

    func result() -> StatisticResult {
        let method =
            switch level {
            case .nominal: "Cohen's kappa with the majority of the others, items without one left out"
            case .ordinal: "Spearman's correlation with the mean of the others"
            default: "Pearson's correlation with the mean of the others"
            }
        var result = StatisticResult(
            name: "leave-one-out",
            method: method + "; mean over participants, items are participants",
            n: table.count
        )
        result.level = level
        guard level != .circular else {
            result.mark(Undefined("a circle has no mean to compare with: take --level nominal"))
            return result
        }
        guard level == .nominal || table.design.values != nil || table.count == 0 else {
            let label = table.categories.first { Double($0) == nil } ?? ""
            result.mark(Undefined("it needs numbers, but “\(label)” is a value: take --level nominal"))
            return result
        }
        guard table.participants.count > 1 else {
            result.mark(Undefined.noPairs)
            return result
        }
        let items = level == .nominal ? kappas() : correlations()
        let known = items.compactMap(\.value)
        guard !known.isEmpty else {
            result.mark(Undefined(items.first?.reason ?? "no participant has a value"))
            return result
        }
        result.items = items
        result.value = known.reduce(0, +) / Double(known.count)
        if known.count < items.count {
            result.warn("\(items.count - known.count) participants have no value and are left out of the mean")
        }
        return result
    }

    /// Of each participant, answers and the majority's.
    private func kappas() -> [ItemEstimate] {
        let (design, size) = (table.design, table.categories.count)
        var tables = [SquareMatrix](repeating: SquareMatrix(size: size), count: design.raterCount)
        var counts = [Int](repeating: 0, count: size)
        for unit in 0..<design.unitCount {
            for category in counts.indices { counts[category] = 0 }
            for cell in design.cells(of: unit) { counts[design.category(of: cell)] += 1 }
            for cell in design.cells(of: unit) {
                let own = design.category(of: cell)
                counts[own] -= 1
                let most = counts.max() ?? 0
                if most > 0, let first = counts.firstIndex(of: most), counts.lastIndex(of: most) == first {
                    tables[Int(design.cellRater[cell])][own, first] += 1
                }
                counts[own] += 1
            }
        }
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        return zip(table.participants, tables).map { name, counts in
            guard counts.elements.contains(where: { $0 > 0 }) else {
                return ItemEstimate(item: name, status: .undefined, reason: "no item has a majority of the others")
            }
            do throws(Undefined) {
                let (value, error) = try CohenKappa.kappa(counts, weights)
                return ItemEstimate(
                    item: name,
                    value: value,
                    standardError: error > 0 ? error : nil,
                    interval: error > 0
                        ? ConfidenceInterval(finite: max(-1, value - z * error), min(1, value + z * error)) : nil
                )
            } catch {
                return ItemEstimate(item: name, status: error.status, reason: error.reason)
            }
        }
    }

    /// Of each participant, ratings and the mean of the others, with the interval of Fisher's z (of ranks: Bonett and
    /// Wright 2000, DOI 10.1007/BF02294183).
    private func correlations() -> [ItemEstimate] {
        let (design, values) = (table.design, table.design.values ?? [])
        var lists = [(own: [Double], others: [Double])](repeating: ([], []), count: design.raterCount)
        for unit in 0..<design.unitCount where design.cells(of: unit).count > 1 {
            let sum = design.cells(of: unit).reduce(0) { $0 + values[design.category(of: $1)] }
            for cell in design.cells(of: unit) {
                let own = values[design.category(of: cell)]
                lists[Int(design.cellRater[cell])].own.append(own)
                lists[Int(design.cellRater[cell])].others.append((sum - own) / Double(design.cells(of: unit).count - 1))
            }
        }
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        return zip(table.participants, lists).map { name, list in
            guard list.own.count > 2 else {
                let reason = "\(list.own.count) items were rated by others too: at least 3 are needed"
                return ItemEstimate(item: name, status: .undefined, reason: reason)
            }
            let isRank = level == .ordinal
            let found =
                isRank ? Correlation.spearman(list.own, list.others) : Correlation.pearson(list.own, list.others)
            guard let value = found else {
                return ItemEstimate(
                    item: name,
                    status: .undefined,
                    reason: "the participant, or the others, rate all alike"
                )
            }
            var estimate = ItemEstimate(item: name, value: value)
            let free = Double(list.own.count - 3)
            if free > 0, abs(value) < 1 {
                let margin = z * ((isRank ? 1 + value * value / 2 : 1) / free).squareRoot()
                let center = Double.atanh(value)
                estimate.interval = ConfidenceInterval(
                    finite: Double.tanh(center - margin),
                    Double.tanh(center + margin)
                )
            }
            return estimate
        }
    }
}
