/// Ratings of items by participants, with answers missing where a participant did not rate an item.
///
/// Where the rows name sessions, ``design`` holds each participant's first rating of each item, and all ratings of the
/// items that a participant rated more than once are in ``retest``.
public struct RatingTable: Sendable {
    /// The participants, in lexicographic order.
    public let participants: [String]
    /// The items, in lexicographic order.
    public let items: [String]
    /// The distinct values: ascending where all are numbers, else in lexicographic order.
    public let categories: [String]
    /// How many rows were left out because their value was empty.
    public let emptyRows: Int
    /// Whether the rows named sessions.
    public let hasSessions: Bool

    /// First ratings: units are items, raters are participants.
    package let design: AgreementDesign
    /// Repeated ratings: units are (participant, item), raters are sessions, clusters are participants.
    package let retest: AgreementDesign

    /// The groups of participants, items or trials that the rows name, in lexicographic order.
    public var groups: [String] { design.groupNames }

    /// The number of first ratings.
    public var count: Int { design.cellRater.count }

    init(
        participants: [String],
        items: [String],
        categories: [String],
        emptyRows: Int,
        hasSessions: Bool,
        design: AgreementDesign,
        retest: AgreementDesign
    ) {
        self.participants = participants
        self.items = items
        self.categories = categories
        self.emptyRows = emptyRows
        self.hasSessions = hasSessions
        self.design = design
        self.retest = retest
    }
}
