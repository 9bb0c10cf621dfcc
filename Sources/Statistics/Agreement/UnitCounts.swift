/// The answers to one unit, by category; in one resample, or in several side by side.
///
/// It points into buffers of whoever counts and is gone after the unit.
struct UnitCounts<Number: Lanes> {
    /// How many different categories were given, and which.
    let entryCount: Int
    let categories: UnsafePointer<Int32>
    /// How many answers each of them has.
    let counts: UnsafePointer<Number>
    /// All answers, m.
    let total: Number
    /// The sum of squared weights of answers, q, which is m where each counts once.
    let squares: Number
    /// The answers one by one: who gave them, and which entry of the design they fall into.
    let answerCount: Int
    let raters: UnsafePointer<Int32>
    let entries: UnsafePointer<Int32>
    /// How often each answer counts; nil where each counts once.
    let weights: UnsafePointer<Number>?
    /// The entry of the design that is the first of this unit.
    let firstEntry: Int32

    /// Ordered pairs of different raters, m² − q.
    var pairs: Number { total * total - squares }

    /// The category of an answer.
    func category(of answer: Int) -> Int { Int(categories[Int(entries[answer] - firstEntry)]) }

    /// How often an answer counts.
    func weight(of answer: Int) -> Number { weights.map { $0[answer] } ?? Number(repeating: 1) }

    /// The weighted number of agreeing ordered pairs of different raters.
    ///
    /// - Parameter weights: Of categories, 1 on the diagonal; nil for the identity.
    @inline(__always)
    func agreeing(_ weights: SquareMatrix?) -> Number {
        var sum = Number.zero
        for entry in 0..<entryCount { sum += counts[entry] * counts[entry] }
        guard let weights else { return sum - squares }
        let size = weights.size
        weights.elements.withUnsafeBufferPointer { weights in
            for entry in 0..<entryCount {
                let row = Int(categories[entry]) * size
                var own = Number.zero
                for other in entry + 1..<max(entry + 1, entryCount) {
                    own += Number(repeating: weights[row + Int(categories[other])]) * counts[other]
                }
                sum += Number(repeating: 2) * own * counts[entry]
            }
        }
        return sum - squares
    }
}
