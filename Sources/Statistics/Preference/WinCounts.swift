/// First judgements counted by pair, and what each independent unit (a participant, or a single answer) adds to them.
struct WinCounts: Sendable {
    /// The judgements of one pair by one unit; a tie is half a win of each.
    struct Cell: Sendable {
        let unit: Int32
        /// The pair, as an index into the pairs of ``wins``.
        let pair: Int32
        /// Wins of the pair's item with the lower number.
        var won: Double
        var lost: Double
    }

    /// How many units there are, those without a judgement included.
    let unitCount: Int
    /// How many units have a judgement.
    let activeUnits: Int
    /// How many judgements were counted.
    let gameCount: Int
    /// How many of them are ties; not counted for some units alone.
    let tieCount: Int
    /// In the order of units and, within one, of pairs.
    let cells: [Cell]
    private(set) var wins: PairWins

    /// The counts of a table's first judgements.
    ///
    /// - Parameters:
    ///   - cluster: whose judgements make up a unit.
    ///   - droppingTies: whether ties are left out.
    ///   - group: the group of rows that count; nil for all.
    /// - Complexity: O(judgements + items + participants).
    init(
        _ table: PairTable,
        cluster: AnalysisOptions.Cluster = .participant,
        droppingTies: Bool = false,
        group: Int? = nil
    ) {
        var games: [(unit: Int, lower: Int, higher: Int, won: Double)] = []
        games.reserveCapacity(table.judgements.count)
        var ties = 0
        for judgement in table.judgements where judgement.repeats == nil {
            if let group, group != Int(judgement.group) { continue }
            let isTie = judgement.outcome == .tie
            if isTie {
                if droppingTies { continue }
                ties += 1
            }
            games.append(
                (
                    Int(judgement.participant), Int(min(judgement.left, judgement.right)),
                    Int(max(judgement.left, judgement.right)), isTie ? 0.5 : judgement.sign > 0 ? 1 : 0
                )
            )
        }
        let items = table.items.count
        games = CountingSort.sorted(games, groups: items) { $0.higher }
        games = CountingSort.sorted(games, groups: items) { $0.lower }
        var pairs: [PairWins.Pair] = []
        var pairOfGame = [(unit: Int, pair: Int32, won: Double)]()
        pairOfGame.reserveCapacity(games.count)
        for game in games {
            if pairs.last.map({ Int($0.lower) != game.lower || Int($0.higher) != game.higher }) ?? true {
                pairs.append(PairWins.Pair(lower: Int32(game.lower), higher: Int32(game.higher), won: 0, lost: 0))
            }
            pairs[pairs.count - 1].won += game.won
            pairs[pairs.count - 1].lost += 1 - game.won
            pairOfGame.append((game.unit, Int32(pairs.count - 1), game.won))
        }
        var cells: [Cell] = []
        var units = Set<Int>()
        switch cluster {
        case .none:
            cells = pairOfGame.enumerated().map {
                Cell(unit: Int32($0), pair: $1.pair, won: $1.won, lost: 1 - $1.won)
            }
            unitCount = cells.count
            activeUnits = cells.count
        case .participant:
            for game in CountingSort.sorted(pairOfGame, groups: table.participants.count, by: \.unit) {
                if cells.last.map({ Int($0.unit) != game.unit || $0.pair != game.pair }) ?? true {
                    cells.append(Cell(unit: Int32(game.unit), pair: game.pair, won: 0, lost: 0))
                    units.insert(game.unit)
                }
                cells[cells.count - 1].won += game.won
                cells[cells.count - 1].lost += 1 - game.won
            }
            unitCount = table.participants.count
            activeUnits = units.count
        }
        self.cells = cells
        (gameCount, tieCount) = (games.count, ties)
        wins = PairWins(itemCount: items, pairs: pairs)
    }

    var itemCount: Int { wins.itemCount }

    /// Counts again with each unit's judgements taken a number of times.
    mutating func reweight(_ weights: [Int32]) {
        for index in wins.pairs.indices { (wins.pairs[index].won, wins.pairs[index].lost) = (0, 0) }
        wins.pairs.withUnsafeMutableBufferPointer { pairs in
            for cell in cells {
                let weight = Double(weights[Int(cell.unit)])
                pairs[Int(cell.pair)].won += weight * cell.won
                pairs[Int(cell.pair)].lost += weight * cell.lost
            }
        }
    }

    /// The counts of some units alone.
    func only(_ isKept: (Int) -> Bool) -> WinCounts {
        var pairs = wins.pairs
        for index in pairs.indices { (pairs[index].won, pairs[index].lost) = (0, 0) }
        let kept = cells.filter { isKept(Int($0.unit)) }
        for cell in kept {
            pairs[Int(cell.pair)].won += cell.won
            pairs[Int(cell.pair)].lost += cell.lost
        }
        return WinCounts(self, cells: kept, wins: PairWins(itemCount: itemCount, pairs: pairs))
    }

    private init(_ whole: WinCounts, cells: [Cell], wins: PairWins) {
        (unitCount, activeUnits) = (whole.unitCount, Set(cells.map(\.unit)).count)
        (self.cells, self.wins, gameCount, tieCount) = (cells, wins, Int(wins.gameCount), 0)
    }
}
