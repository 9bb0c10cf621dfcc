/// First answers counted by participant and by which item was on which side.
struct OutcomeCounts: Sendable {
    /// How often each answer was given to a pair as it was shown.
    struct Cell: Sendable {
        let participant: Int32
        let left: Int32
        let right: Int32
        var leftWins = 0.0
        var rightWins = 0.0
        var ties = 0.0

        /// The terms of a model for these answers.
        func terms(_ model: DifferenceModel, _ d: Double, _ e: Double) -> DifferenceModel.Terms {
            var sum = DifferenceModel.Terms()
            if leftWins > 0 { sum.add(model.terms(.left, d, e), times: leftWins) }
            if rightWins > 0 { sum.add(model.terms(.right, d, e), times: rightWins) }
            if ties > 0 { sum.add(model.terms(.tie, d, e), times: ties) }
            return sum
        }

        fileprivate mutating func add(_ other: Cell) {
            leftWins += other.leftWins
            rightWins += other.rightWins
            ties += other.ties
        }
    }

    let itemCount: Int
    /// In the order of participants, left and right items.
    let cells: [Cell]
    /// Over all participants, in the order of left and right items.
    let pairs: [Cell]
    let answerCount: Int
    let tieCount: Int
    /// How many participants answered.
    let participantCount: Int

    /// Counts the first answers of a table.
    ///
    /// - Complexity: O(answers + items + participants).
    init(_ table: PairTable, droppingTies: Bool = false) {
        itemCount = table.items.count
        var answers: [Cell] = []
        answers.reserveCapacity(table.judgements.count)
        for judgement in table.judgements where judgement.repeats == nil {
            if droppingTies, judgement.outcome == .tie { continue }
            var cell = Cell(participant: judgement.participant, left: judgement.left, right: judgement.right)
            switch judgement.outcome {
            case .left: cell.leftWins = 1
            case .right: cell.rightWins = 1
            case .tie: cell.ties = 1
            }
            answers.append(cell)
        }
        answerCount = answers.count
        answers = CountingSort.sorted(answers, groups: itemCount) { Int($0.right) }
        answers = CountingSort.sorted(answers, groups: itemCount) { Int($0.left) }
        pairs = Self.merged(answers) { $0.left == $1.left && $0.right == $1.right }
        answers = CountingSort.sorted(answers, groups: table.participants.count) { Int($0.participant) }
        cells = Self.merged(answers) { $0.participant == $1.participant && $0.left == $1.left && $0.right == $1.right }
        tieCount = Int(pairs.reduce(0) { $0 + $1.ties })
        var last: Int32 = -1
        participantCount = cells.reduce(0) { count, cell in
            defer { last = cell.participant }
            return count + (cell.participant == last ? 0 : 1)
        }
    }

    private static func merged(_ cells: [Cell], _ isSame: (Cell, Cell) -> Bool) -> [Cell] {
        var merged: [Cell] = []
        for cell in cells {
            if let last = merged.last, isSame(last, cell) {
                merged[merged.count - 1].add(cell)
            } else {
                merged.append(cell)
            }
        }
        return merged
    }
}
