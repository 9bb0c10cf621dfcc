/// Keeps account of cursor-position queries, so that a late answer is not taken for the next trial's onset.
package struct CursorQueries: Sendable, Equatable {
    /// Whether the terminal answers at all; `nil` while that is not known.
    package private(set) var isAnswered: Bool?
    private var outstanding = 0

    package init() {}

    /// The sequence that asks, from the last row: answers from row 1 look like the key F3.
    package static let query = Array("\u{1B}[999;1H\u{1B}[6n".utf8)

    /// How long to wait for the answer after a picture, in ms.
    ///
    /// A terminal that answered before may take its time over a large picture: its answer is the onset, however late.
    package var patience: Int { isAnswered == true ? 5000 : 500 }

    /// Notes that a query was sent.
    package mutating func noteQuery() {
        outstanding += 1
    }

    /// Notes an answer.
    /// - Returns: Whether it belongs to the latest query.
    package mutating func noteReport() -> Bool {
        guard outstanding > 0 else { return false }
        outstanding -= 1
        isAnswered = true
        return outstanding == 0
    }

    /// Notes that no answer came in time; the terminal is not asked again.
    package mutating func noteSilence() {
        isAnswered = false
    }
}
