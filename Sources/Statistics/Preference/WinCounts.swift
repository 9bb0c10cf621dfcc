/// Items × items counts of first judgements, and each participant's share of them.
struct WinCounts: Sendable {
    /// One judgement; `tie` gives half a win to both.
    struct Game: Sendable, Comparable {
        let participant: Int32
        let winner: Int32
        let loser: Int32
        let isTie: Bool

        static func < (left: Game, right: Game) -> Bool {
            (left.participant, left.winner, left.loser, left.isTie ? 1 : 0)
                < (right.participant, right.winner, right.loser, right.isTie ? 1 : 0)
        }
    }

    let itemCount: Int
    let participantCount: Int
    let games: [Game]
    /// Wins of the row item over the column item, ties as half wins.
    private(set) var wins: SquareMatrix

    /// The counts of a table's first judgements.
    init(_ table: PairTable) {
        itemCount = table.items.count
        participantCount = table.participants.count
        // Sorted, so that sums over games do not depend on the order of rows, to the last bit.
        games = table.firsts.map { judgement in
            let rightWins =
                judgement.outcome == .right || judgement.outcome == .tie && judgement.right < judgement.left
            return Game(
                participant: judgement.participant,
                winner: rightWins ? judgement.right : judgement.left,
                loser: rightWins ? judgement.left : judgement.right,
                isTie: judgement.outcome == .tie
            )
        }.sorted(by: <)
        wins = SquareMatrix(size: itemCount)
        count { _ in 1 }
    }

    /// Whether any judgement is a tie.
    var hasTies: Bool { games.contains { $0.isTie } }

    /// Whether any judgement is not a tie.
    var hasDecisions: Bool { games.contains { !$0.isTie } }

    /// Participants with at least one judgement.
    var activeParticipants: Int { Set(games.lazy.map(\.participant)).count }

    /// Counts again with each participant's judgements taken a number of times.
    mutating func reweight(_ weights: [Int32]) {
        count { weights[$0] }
    }

    private mutating func count(_ weight: (Int) -> Int32) {
        let size = itemCount
        for index in wins.elements.indices { wins.elements[index] = 0 }
        for game in games {
            let weight = Double(weight(Int(game.participant)))
            let forward = Int(game.winner) * size + Int(game.loser)
            if game.isTie {
                wins.elements[forward] += weight / 2
                wins.elements[Int(game.loser) * size + Int(game.winner)] += weight / 2
            } else {
                wins.elements[forward] += weight
            }
        }
    }
}
