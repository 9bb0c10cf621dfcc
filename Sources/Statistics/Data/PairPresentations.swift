/// Tells first judgements of a pair from repeats, and gives each first judgement its unit.
///
/// Judgements are placed session by session, in the order of the rows within a session.
struct PairPresentations {
    private struct Key: Hashable {
        let participant: Int32
        let pair: PairTable.Unit
    }

    /// One participant's judgements of one pair on one image.
    private struct History {
        let session: Int
        var firsts: [(judgement: Int, unit: Int32)] = []
        var repeatSession: Int
        var repeatsInSession = 0
    }

    private var histories: [Key: History] = [:]
    private var numbers: [PairTable.Unit: Int32] = [:]
    private var units: [PairTable.Unit] = []

    /// Places a judgement, given by its index.
    ///
    /// - Returns: its unit and, for a repeat, the index of the judgement that it repeats. The n-th repeat within a session
    ///   repeats the n-th first judgement.
    mutating func place(
        _ judgement: Int,
        participant: Int32,
        pair: PairTable.Unit,
        session: Int,
        hasImage: Bool
    ) -> (unit: Int32, repeats: Int?) {
        let key = Key(participant: participant, pair: pair)
        var history = histories[key] ?? History(session: session, repeatSession: session)
        defer { histories[key] = history }

        if !history.firsts.isEmpty, hasImage || session != history.session {
            if session != history.repeatSession {
                history.repeatSession = session
                history.repeatsInSession = 0
            }
            let first = history.firsts[min(history.repeatsInSession, history.firsts.count - 1)]
            history.repeatsInSession += 1
            return (first.unit, first.judgement)
        }
        let unit = number(
            PairTable.Unit(
                image: pair.image,
                lower: pair.lower,
                higher: pair.higher,
                occurrence: Int32(history.firsts.count)
            )
        )
        history.firsts.append((judgement, unit))
        return (unit, nil)
    }

    /// The units in an order that does not depend on the order of rows, and the place of each number in it.
    func sortedUnits() -> (units: [PairTable.Unit], places: [Int32]) {
        let order = units.indices.sorted { units[$0] < units[$1] }
        var places = [Int32](repeating: 0, count: units.count)
        for (place, index) in order.enumerated() { places[index] = Int32(place) }
        return (order.map { units[$0] }, places)
    }

    private mutating func number(_ unit: PairTable.Unit) -> Int32 {
        if let known = numbers[unit] { return known }
        let new = Int32(units.count)
        numbers[unit] = new
        units.append(unit)
        return new
    }
}
