extension PairTable {
    /// Collects rows into a ``PairTable``.
    public struct Builder: Sendable {
        /// Whether participants could answer that neither item won; nil to infer it from the answers.
        public var tiesOffered: Bool?

        private var participants = Interner()
        private var items = Interner()
        private var images = Interner()
        private var sessions = Interner()
        private var groups = Interner()
        private var rows: [Row] = []
        private let covariates: [String]
        private var values: [Double] = []

        private struct Row: Sendable {
            let participant: Int32
            let left: Int32
            let right: Int32
            let outcome: Outcome
            let image: Int32
            let session: Int32
            let group: Int32
        }

        /// An empty builder.
        ///
        /// - Parameter covariates: The names of numbers that each row carries: for something that items have, how much
        ///   more the left one has of it than the right one; for something of the trial, the number itself.
        public init(covariates: [String] = []) {
            self.covariates = covariates
        }

        /// Makes room for a number of rows.
        public mutating func reserveCapacity(_ count: Int) {
            rows.reserveCapacity(count)
        }

        /// Adds a row of a file.
        ///
        /// - Parameters:
        ///   - unit: the image or other stimulus that both items belong to; nil where the pair stands alone. A second
        ///     judgement of a pair by a participant on the same unit is a repeat.
        ///   - session: when the judgement was given; later sessions are repeats. Numbers are ordered as numbers.
        ///   - group: the group of participants, or of trials, that the row belongs to, where groups are compared.
        ///   - numbers: one a covariate, in their order; nil where it is not known. Empty for none known.
        ///   - line: the line in the input, from 1, for messages.
        /// - Throws: ``StatisticsError`` `.emptyField` for an empty participant or item, `.sameItemTwice` for an item
        ///   compared with itself, `.nonFiniteValue` for a number that is not finite.
        public mutating func add(
            participant: String,
            left: String,
            right: String,
            outcome: Outcome,
            unit: String? = nil,
            session: String? = nil,
            group: String? = nil,
            covariates numbers: [Double?] = [],
            line: Int
        ) throws {
            precondition(numbers.isEmpty || numbers.count == covariates.count, "one number a covariate")
            guard !participant.isEmpty, !left.isEmpty, !right.isEmpty else {
                let field = participant.isEmpty ? "participant" : left.isEmpty ? "left item" : "right item"
                throw StatisticsError(.emptyField, "the \(field) is empty: fill it in", line: line)
            }
            guard left != right else {
                throw StatisticsError(
                    .sameItemTwice,
                    "“\(left)” is compared with itself: left and right must differ",
                    line: line
                )
            }
            for (name, number) in zip(covariates, numbers) {
                if let number, !number.isFinite {
                    throw StatisticsError(.nonFiniteValue, "\(name) is \(number), not a finite number", line: line)
                }
            }
            for index in covariates.indices { values.append(numbers.isEmpty ? .nan : numbers[index] ?? .nan) }
            rows.append(
                Row(
                    participant: participants.number(of: participant),
                    left: items.number(of: left),
                    right: items.number(of: right),
                    outcome: outcome,
                    image: images.number(of: unit ?? ""),
                    session: sessions.number(of: session ?? ""),
                    group: groups.number(of: group ?? "")
                )
            )
        }

        /// The table of the rows added so far.
        ///
        /// - Complexity: O(rows log rows).
        public func build() -> PairTable {
            let (participants, participantPlaces) = participants.sorted()
            let (items, itemPlaces) = items.sorted()
            let (imageNames, imagePlaces) = images.sorted()
            let (groupNames, groupPlaces) = groups.sorted()
            let ranks = sessions.sessionRanks()
            let ordered = rows.indices.sorted { a, b in
                (ranks[Int(rows[a].session)], a) < (ranks[Int(rows[b].session)], b)
            }

            var presentations = PairPresentations()
            var judgements: [Judgement] = []
            judgements.reserveCapacity(rows.count)
            var numbers: [Double] = []
            numbers.reserveCapacity(values.count)
            for index in ordered {
                numbers += values[index * covariates.count..<(index + 1) * covariates.count]
                let row = rows[index]
                let left = itemPlaces[Int(row.left)]
                let right = itemPlaces[Int(row.right)]
                let participant = participantPlaces[Int(row.participant)]
                let place = presentations.place(
                    judgements.count,
                    participant: participant,
                    pair: Unit(
                        image: imagePlaces[Int(row.image)],
                        lower: min(left, right),
                        higher: max(left, right),
                        occurrence: 0
                    ),
                    session: ranks[Int(row.session)],
                    hasImage: !images.names[Int(row.image)].isEmpty
                )
                judgements.append(
                    Judgement(
                        participant: participant,
                        left: left,
                        right: right,
                        outcome: row.outcome,
                        group: groupPlaces[Int(row.group)],
                        unit: place.unit,
                        repeats: place.repeats
                    )
                )
            }
            let (units, unitPlaces) = presentations.sortedUnits()
            for index in judgements.indices { judgements[index].unit = unitPlaces[Int(judgements[index].unit)] }
            return PairTable(
                participants: participants,
                items: items,
                images: imageNames,
                units: units,
                judgements: judgements,
                tiesOffered: tiesOffered,
                groups: groupNames,
                covariates: (covariates, numbers)
            )
        }
    }
}
