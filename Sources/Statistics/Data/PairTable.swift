/// Comparisons of two items each, by participants.
///
/// A unit is what participants can agree on: a pair of items, within one image where the rows name one. Where rows do
/// not name an image, a participant may judge a pair several times; the n-th judgement then belongs to the pair's n-th
/// unit, so that a participant judges a unit once. Judgements of a pair that a participant has already judged, in a
/// later session or with the same image, are repeats: they feed intra-rater agreement and side bias only.
public struct PairTable: Sendable {
    /// What a participant answered.
    public enum Outcome: String, Sendable, CaseIterable {
        /// The item on the left won.
        case left
        /// The item on the right won.
        case right
        /// Neither won.
        case tie
    }

    /// One answer; numbers are indices into the table's lists.
    struct Judgement: Sendable {
        let participant: Int32
        let left: Int32
        let right: Int32
        let outcome: Outcome
        /// The group of participants or trials, as an index into `groups`.
        let group: Int32
        var unit: Int32
        /// The index of the first judgement that this one repeats; nil for a first judgement.
        let repeats: Int?

        /// +1 where the item with the lower number won, −1 where it lost, 0 for a tie.
        var sign: Int {
            switch outcome {
            case .tie: 0
            case .left: left < right ? 1 : -1
            case .right: left < right ? -1 : 1
            }
        }
    }

    /// What participants can agree on.
    struct Unit: Sendable, Hashable, Comparable {
        /// The image, as an index into `images`.
        let image: Int32
        let lower: Int32
        let higher: Int32
        /// Which of a participant's judgements of this pair and image, from 0.
        let occurrence: Int32

        static func < (left: Unit, right: Unit) -> Bool {
            (left.image, left.lower, left.higher, left.occurrence)
                < (right.image, right.lower, right.higher, right.occurrence)
        }
    }

    /// The participants, in lexicographic order.
    public let participants: [String]
    /// The items, in lexicographic order.
    public let items: [String]
    /// How many answers there are, repeats included.
    public var count: Int { judgements.count }
    /// How many answers are repeats.
    public let repeatCount: Int
    /// Whether a first answer is a tie.
    public let hasTies: Bool
    /// Whether participants could answer that neither item won; true as well where an answer, repeats included, is a tie.
    public let tiesOffered: Bool

    /// The groups named by the rows, in lexicographic order; one empty name where they name none.
    public let groups: [String]
    /// The names of the numbers that rows carry.
    public let covariates: [String]

    /// For each answer its numbers, one a covariate; NaN where one is missing.
    let covariateValues: [Double]
    /// The images named by the rows; one empty name where they name none.
    let images: [String]
    let units: [Unit]
    let judgements: [Judgement]

    init(
        participants: [String],
        items: [String],
        images: [String],
        units: [Unit],
        judgements: [Judgement],
        tiesOffered: Bool?,
        groups: [String],
        covariates: (names: [String], values: [Double])
    ) {
        self.participants = participants
        self.items = items
        self.images = images
        self.units = units
        self.judgements = judgements
        self.groups = groups
        (self.covariates, covariateValues) = covariates
        repeatCount = judgements.lazy.filter { $0.repeats != nil }.count
        hasTies = judgements.contains { $0.repeats == nil && $0.outcome == .tie }
        self.tiesOffered = tiesOffered == true || judgements.contains { $0.outcome == .tie }
    }

    /// Whether rows name the image of their pair.
    var namesImages: Bool { images.contains { !$0.isEmpty } }

    /// The first answers, without repeats.
    var firsts: some Sequence<Judgement> { judgements.lazy.filter { $0.repeats == nil } }

    /// How many answers a participant could choose from, as chance corrections need it: those asked for in the options,
    /// but no fewer than occur.
    func answerCount(_ options: AnalysisOptions) -> Int {
        guard let categories = options.categories else { return tiesOffered ? 3 : 2 }
        return max(categories, judgements.contains { $0.outcome == .tie } ? 3 : 2)
    }

    /// Agreement on which item of a pair won: units as above; resampled by image where rows name one, else by pair.
    ///
    /// - Parameter droppingTies: whether ties count as missing instead of as a third category.
    func agreement(_ options: AnalysisOptions, droppingTies: Bool = false) -> AgreementEstimate {
        let cells = firsts.compactMap { judgement -> AgreementDesign.Cell? in
            if droppingTies, judgement.outcome == .tie { return nil }
            let category: Int32 = judgement.sign == 0 ? 2 : judgement.sign > 0 ? 0 : 1
            return AgreementDesign.Cell(unit: judgement.unit, rater: judgement.participant, category: category)
        }
        let byImage = images.count > 1
        var clusterOfPair: [Unit: Int32] = [:]
        let clusters = units.map { unit in
            if byImage { return unit.image }
            let pair = Unit(image: 0, lower: unit.lower, higher: unit.higher, occurrence: 0)
            let next = Int32(clusterOfPair.count)
            if let known = clusterOfPair[pair] { return known }
            clusterOfPair[pair] = next
            return next
        }
        let design = AgreementDesign(
            cells: cells,
            unitCount: units.count,
            raterCount: participants.count,
            values: nil,
            categoryCount: 3,
            clusters: .init(ofUnit: clusters, count: byImage ? images.count : clusterOfPair.count)
        )
        return AgreementEstimate(design: design, options: options, unitName: byImage ? "images" : "pairs")
    }
}
