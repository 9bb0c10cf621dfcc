/// Rankings of some of the items by each participant, and the test that all orders are equally likely.
///
/// Each participant's ranks are taken about their mean and weighted by √(12 / (k + 1)), k being how many items were ranked
/// (Skillings and Mack 1981). Their sums A have under the hypothesis the covariance Σ = Σᵢ cᵢ (I − J/kᵢ), which is exact
/// with ties where cᵢ comes from the participant's own mid-ranks; the statistic is Aᵀ Σ⁻ A. With complete rankings it is
/// Friedman's χ², with balanced incomplete ones Durbin's, both corrected for ties as by Conover 1999.
struct RankBlocks {
    /// One participant's ranking.
    struct Block {
        let items: [Int]
        /// Mid-ranks from 1.
        let ranks: [Double]
        /// Σ (rank − mean)².
        let spread: Double

        init(items: [Int], values: [Double]) {
            self.items = items
            ranks = MidRanks(values).ranks
            let mean = Double(items.count + 1) / 2
            spread = ranks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }

        /// The squared weight of the ranks.
        var weight: Double { 12 / Double(items.count + 1) }
    }

    /// Who ranks what.
    enum Shape {
        /// Everyone ranks all items.
        case complete
        /// Equally many items each, every item and every pair of items equally often.
        case balanced
        case unbalanced

        /// Whose test it is.
        var title: String {
            switch self {
            case .complete: "Friedman's"
            case .balanced: "Durbin's"
            case .unbalanced: "Skillings and Mack's"
            }
        }
    }

    /// The statistic, and Kendall's W: the statistic over what it is if all follow one order.
    typealias Test = (statistic: Double, concordance: Double)

    let blocks: [Block]
    /// The items that are ranked with another one.
    let items: [String]
    /// How many participants rated one item only.
    let singles: Int
    let shape: Shape
    /// The sum of each item's ranks, and how often it was ranked.
    let sums: [Double]
    let times: [Double]
    private let label: String?

    init(_ table: RatingTable) {
        let design = table.design
        label = design.values == nil ? table.categories.first { Double($0) == nil } : nil
        let values = design.values ?? []
        var ranked = [(items: [Int], values: [Double])](repeating: ([], []), count: design.raterCount)
        for unit in 0..<(values.isEmpty ? 0 : design.unitCount) {
            for cell in design.cells(of: unit) {
                ranked[Int(design.cellRater[cell])].items.append(unit)
                ranked[Int(design.cellRater[cell])].values.append(values[design.category(of: cell)])
            }
        }
        singles = ranked.count { $0.items.count == 1 }
        let kept = ranked.filter { $0.items.count > 1 }
        let used = Set(kept.flatMap(\.items)).sorted()
        let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
        items = used.map { table.items[$0] }
        blocks = kept.map { Block(items: $0.items.compactMap { places[$0] }, values: $0.values) }
        var sums = [Double](repeating: 0, count: used.count)
        var times = sums
        for block in blocks {
            for (item, rank) in zip(block.items, block.ranks) {
                sums[item] += rank
                times[item] += 1
            }
        }
        (self.sums, self.times) = (sums, times)
        shape = Self.shape(blocks, times)
    }

    /// How many ratings were ranked.
    var count: Int { blocks.reduce(0) { $0 + $1.items.count } }

    /// Σ (rank − mean)² over all.
    var spread: Double { blocks.reduce(0) { $0 + $1.spread } }

    private static func shape(_ blocks: [Block], _ times: [Double]) -> Shape {
        guard let size = blocks.first?.items.count, blocks.allSatisfy({ $0.items.count == size }) else {
            return .unbalanced
        }
        if size == times.count { return .complete }
        guard times.allSatisfy({ $0 == times[0] }) else { return .unbalanced }
        var together = SquareMatrix(size: times.count)
        for block in blocks {
            for first in block.items {
                for second in block.items where first != second { together[first, second] += 1 }
            }
        }
        let isBalanced = times.indices.allSatisfy { first in
            times.indices.allSatisfy { first == $0 || together[first, $0] == together[0, 1] }
        }
        return isBalanced ? .balanced : .unbalanced
    }

    /// The test.
    ///
    /// - Throws: ``Undefined`` where too little was ranked, and `.notIdentified` where the items fall apart.
    func test() throws(Undefined) -> Test {
        if let label { throw Undefined("it needs numbers, but “\(label)” is a value") }
        guard blocks.count > 1 else {
            throw Undefined("\(blocks.count) participants rated two items or more: at least 2 are needed")
        }
        guard blocks.contains(where: { $0.spread > 0 }) else {
            throw Undefined("every participant rates all items alike")
        }
        guard isConnected else {
            throw Undefined(
                "the items fall into groups that nobody ranked together: their order cannot be compared",
                status: .notIdentified
            )
        }
        let (statistic, scores) = try solved(blocks)
        guard statistic > 0 else { return (0, 0) }
        let agreed = blocks.map { block in Block(items: block.items, values: block.items.map { scores[$0] }) }
        return (statistic, statistic / (try solved(agreed).statistic))
    }

    /// Whether rankings that tell items apart connect all of them.
    private var isConnected: Bool {
        var parent = Array(items.indices)
        func root(_ item: Int) -> Int {
            var item = item
            while parent[item] != item {
                parent[item] = parent[parent[item]]
                item = parent[item]
            }
            return item
        }
        for block in blocks where block.spread > 0 {
            for item in block.items { parent[root(item)] = root(block.items[0]) }
        }
        return Set(items.indices.map(root)).count == 1
    }

    /// Aᵀ Σ⁻ A and the scores Σ⁻ A.
    private func solved(_ blocks: [Block]) throws(Undefined) -> (statistic: Double, scores: [Double]) {
        var right = [Double](repeating: 0, count: items.count)
        for block in blocks {
            let (scale, mean) = (block.weight.squareRoot(), Double(block.items.count + 1) / 2)
            for (item, rank) in zip(block.items, block.ranks) { right[item] += scale * (rank - mean) }
        }
        var scales = blocks.map { $0.weight * $0.spread / Double($0.items.count - 1) }
        if shape != .unbalanced {
            let mean = scales.reduce(0, +) / Double(scales.count)
            scales = scales.map { _ in mean }
        }
        // Σ is never formed: a product with it costs no more than a pass over the ranks.
        func product(_ x: [Double]) -> [Double] {
            var result = [Double](repeating: 0, count: x.count)
            for (block, scale) in zip(blocks, scales) {
                let mean = block.items.reduce(0) { $0 + x[$1] } / Double(block.items.count)
                for item in block.items { result[item] += scale * (x[item] - mean) }
            }
            return result
        }
        guard let scores = ConjugateGradients.solve(right, product) else {
            throw Undefined("the statistic could not be computed: the ranks tell too little about some items")
        }
        return (zip(right, scores).reduce(0) { $0 + $1.0 * $1.1 }, scores)
    }
}
