internal import RealModule

/// Participants' rankings, one after the other, and their likelihood under Plackett and Luce's model.
///
/// Tied items are chosen one after the other from what is left, each with the share that Breslow's approximation gives.
struct Rankings: Sendable {
    /// The items, best first, ranking after ranking.
    private var items: [Int32] = []
    /// Where each item's group of tied items ends among `items`.
    private var groupEnds: [Int32] = []
    /// Where each ranking begins, with the number of all ranked items at the end.
    private var starts: [Int32] = [0]

    /// Whether items share a place somewhere.
    private(set) var hasTies = false

    /// The rankings of two places or more; nil where values are no numbers.
    init?(_ design: AgreementDesign) {
        guard let values = design.values else { return nil }
        var cells: [(rater: Int, item: Int32, rank: Double)] = []
        cells.reserveCapacity(design.cellRater.count)
        for unit in 0..<design.unitCount {
            for cell in design.cells(of: unit) {
                let rank = values[design.category(of: cell)]
                cells.append((Int(design.cellRater[cell]), Int32(unit), rank))
            }
        }
        let keys = cells.map(\.rater)
        let bounds = CountingSort.starts(keys, groups: design.raterCount)
        let order = CountingSort.order(keys, starts: bounds)
        for rater in 0..<design.raterCount {
            let own = order[Int(bounds[rater])..<Int(bounds[rater + 1])].map { cells[Int($0)] }
                .sorted { ($0.rank, $0.item) < ($1.rank, $1.item) }
            guard let first = own.first, let last = own.last, first.rank < last.rank else { continue }
            let start = items.count
            items += own.lazy.map(\.item)
            groupEnds += own.lazy.map { _ in 0 }
            var end = own.count
            for place in own.indices.reversed() {
                if place + 1 < own.count, own[place].rank != own[place + 1].rank { end = place + 1 }
                groupEnds[start + place] = Int32(start + end)
                if end - place > 1 { hasTies = true }
            }
            starts.append(Int32(items.count))
        }
    }

    /// How many there are.
    var count: Int { starts.count - 1 }

    /// How often the row item was ranked above the column item: that tells whether finite worths exist, as with wins.
    func above(items count: Int) -> SquareMatrix {
        var above = SquareMatrix(size: count)
        for ranking in 0..<self.count {
            let end = Int(starts[ranking + 1])
            for place in Int(starts[ranking])..<end {
                let row = Int(items[place]) * count
                for lower in Int(groupEnds[place])..<max(Int(groupEnds[place]), end) {
                    above.elements[row + Int(items[lower])] += 1
                }
            }
        }
        return above
    }

    /// The log-likelihood at log-worths with its derivatives.
    ///
    /// With S what the items left at a stage add up to and t how many are chosen there, two items gain −w w′ Σ t / S² from
    /// the stages before the earlier of them is chosen: sums over stages are carried along.
    ///
    /// - Complexity: O(length²) a ranking.
    func point(_ theta: [Double]) -> NewtonAscent.Point {
        let count = theta.count
        let top = theta.max() ?? 0
        let worths = theta.map { Double.exp($0 - top) }
        var (value, gradient) = (0.0, [Double](repeating: 0, count: count))
        var information = SquareMatrix(size: count)
        // Logarithms are taken of products, as far as those hold them.
        var product = 1.0
        var left = [Double](repeating: 0, count: count + 1)
        items.withUnsafeBufferPointer { items in
            information.elements.withUnsafeMutableBufferPointer { information in
                for ranking in 0..<self.count {
                    let (start, end) = (Int(starts[ranking]), Int(starts[ranking + 1]))
                    left[end - start] = 0
                    for place in (start..<end).reversed() {
                        left[place - start] = left[place - start + 1] + worths[Int(items[place])]
                    }
                    var (shares, squares) = (0.0, 0.0)
                    var group = start
                    while group < end {
                        let groupEnd = Int(groupEnds[group])
                        let isLast = groupEnd == end
                        if !isLast {
                            let (sum, times) = (left[group - start], Double(groupEnd - group))
                            shares += times / sum
                            squares += times / (sum * sum)
                            for place in group..<groupEnd {
                                value += theta[Int(items[place])] - top
                                product *= sum
                                if !(1e-100...1e100).contains(product) {
                                    value -= Double.log(product)
                                    product = 1
                                }
                            }
                        }
                        for place in group..<groupEnd {
                            let item = Int(items[place])
                            let worth = worths[item]
                            gradient[item] += (isLast ? 0 : 1) - worth * shares
                            information[item * count + item] += worth * shares - worth * worth * squares
                            let factor = worth * squares
                            for later in place + 1..<max(place + 1, end) {
                                let other = Int(items[later])
                                information[item * count + other] -= factor * worths[other]
                            }
                        }
                        group = groupEnd
                    }
                }
                // Each pair was entered in the order in which it was ranked.
                for row in 0..<count {
                    for column in 0..<row {
                        let sum = information[row * count + column] + information[column * count + row]
                        information[row * count + column] = sum
                        information[column * count + row] = sum
                    }
                }
            }
        }
        value -= Double.log(product)
        return NewtonAscent.Point(value: value, gradient: gradient, information: information)
    }
}
