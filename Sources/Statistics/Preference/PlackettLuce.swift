internal import RealModule

extension Statistic {
    /// Plackett and Luce's model of rankings.
    static let plackettLuce = Statistic(
        name: "plackett-luce",
        summary:
            "log-worths from full or partial rankings: at each place the next item is chosen in proportion to its worth",
        citation:
            "Plackett 1975, DOI 10.2307/2346567; Luce 1959, Individual Choice Behavior; ties broken in all orders",
        families: [.rankings],
        ratings: { table, options in [try PlackettLuce(table, options).result()] }
    )
}

/// Log-worths by maximum likelihood from rankings.
///
/// A participant's ranking orders the items that he ranked, the smallest value first. Tied items are chosen one after the
/// other from what is left, each with the share that Breslow's approximation gives.
struct PlackettLuce {
    private let table: RatingTable
    private let options: AnalysisOptions
    /// Rankings as groups of tied items, best first.
    private let rankings: [[[Int]]]

    init(_ table: RatingTable, _ options: AnalysisOptions) throws {
        (self.table, self.options) = (table, options)
        let design = table.design
        guard let values = design.values else {
            throw StatisticsError(.valuesNotNumeric, "plackett-luce needs ranks as numbers, 1 for the best")
        }
        var entries = [[(item: Int, rank: Double)]](repeating: [], count: design.raterCount)
        for unit in 0..<design.unitCount {
            for cell in Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1]) {
                let rank = values[Int(design.entryCategory[Int(design.cellEntry[cell])])]
                entries[Int(design.cellRater[cell])].append((unit, rank))
            }
        }
        rankings = entries.map { own in
            var groups: [[Int]] = []
            var last: Double?
            for (item, rank) in own.sorted(by: { ($0.rank, $0.item) < ($1.rank, $1.item) }) {
                if rank == last { groups[groups.count - 1].append(item) } else { groups.append([item]) }
                last = rank
            }
            return groups
        }.filter { $0.count > 1 }
    }

    func result() -> StatisticResult {
        let count = table.items.count
        var result = StatisticResult(
            name: "plackett-luce",
            method: "maximum likelihood; \(options.reference.map { "\($0) at 0" } ?? "log-worths with mean 0")",
            n: rankings.count
        )
        guard !rankings.isEmpty else {
            result.mark(Undefined("nobody ranked two items"))
            return result
        }
        // Who was ranked above whom tells whether finite worths exist, as with wins.
        var above = SquareMatrix(size: count)
        for ranking in rankings {
            for (place, group) in ranking.enumerated() {
                for lower in ranking[(place + 1)...].joined() { for item in group { above[item, lower] += 1 } }
            }
        }
        if let (undefined, items) = ComparisonGraph(PairWins(above)).diagnosis(table.items) {
            result.mark(undefined)
            result.items = items
            return result
        }
        do throws(Undefined) {
            try fit(&result)
        } catch {
            result.mark(error)
        }
        if rankings.contains(where: { $0.contains { $0.count > 1 } }) {
            result.warn("tied items share their place by Breslow's approximation")
        }
        return result
    }

    private func fit(_ result: inout StatisticResult) throws(Undefined) {
        let count = table.items.count
        let ascent = try NewtonAscent(from: [Double](repeating: 0, count: count), worths: count, sums)
        result.logLikelihood = ascent.value
        result.df = Double(count - 1)
        result.method += "; standard errors from the inverse information, normal"
        WorthReport(table.items, ascent.parameters, ascent.covariance, .normal, .bradleyTerry, options).fill(&result)
    }

    private func sums(_ theta: [Double]) -> NewtonAscent.Point {
        let count = theta.count
        let top = theta.max() ?? 0
        let worths = theta.map { Double.exp($0 - top) }
        var (value, gradient) = (0.0, [Double](repeating: 0, count: count))
        var information = SquareMatrix(size: count)
        for ranking in rankings {
            var left = Array(ranking.joined())
            for group in ranking.dropLast() {
                let sum = left.reduce(0) { $0 + worths[$1] }
                let times = Double(group.count)
                for item in group {
                    value += theta[item] - top - Double.log(sum)
                    gradient[item] += 1
                }
                for a in left {
                    let share = worths[a] / sum
                    gradient[a] -= times * share
                    information[a, a] += times * share
                    for b in left { information[a, b] -= times * share * worths[b] / sum }
                }
                left.removeFirst(group.count)
            }
        }
        return NewtonAscent.Point(value: value, gradient: gradient, information: information)
    }
}
