extension PairTable {
    /// Collects rows into a ``PairTable``.
    public struct Builder: Sendable {
        private var participants = Interner()
        private var items = Interner()
        private var images = Interner()
        private var sessions = Interner()
        private var rows: [Row] = []

        private struct Row: Sendable {
            var participant: Int32
            var left: Int32
            var right: Int32
            let outcome: Outcome
            let image: Int32
            var session: Int32
        }

        /// What is known of one participant's judgements of one pair on one image.
        fileprivate struct History {
            let session: Int32
            var firsts: [Int]
            var repeatSession: Int32
            var repeatsInSession: Int
        }

        private struct HistoryKey: Hashable {
            let participant: Int32
            let unit: Unit
        }

        /// An empty builder.
        public init() {}

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
        ///   - line: the line in the input, from 1, for messages.
        /// - Throws: ``StatisticsError`` `.emptyField` for an empty participant or item, `.sameItemTwice` for an item
        ///   compared with itself.
        public mutating func add(
            participant: String,
            left: String,
            right: String,
            outcome: Outcome,
            unit: String? = nil,
            session: String? = nil,
            line: Int
        ) throws {
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
            rows.append(
                Row(
                    participant: participants.number(of: participant),
                    left: items.number(of: left),
                    right: items.number(of: right),
                    outcome: outcome,
                    image: images.number(of: unit ?? ""),
                    session: sessions.number(of: session ?? "")
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
            let ranks = sessions.sessionRanks()
            let ordered = rows.indices.sorted { a, b in
                (ranks[Int(rows[a].session)], a) < (ranks[Int(rows[b].session)], b)
            }

            var histories: [HistoryKey: History] = [:]
            var unitNumbers: [Unit: Int32] = [:]
            var units: [Unit] = []
            var judgements: [Judgement] = []
            judgements.reserveCapacity(rows.count)

            for index in ordered {
                let row = rows[index]
                let left = itemPlaces[Int(row.left)]
                let right = itemPlaces[Int(row.right)]
                let participant = participantPlaces[Int(row.participant)]
                let pair = Unit(
                    image: imagePlaces[Int(row.image)],
                    lower: min(left, right),
                    higher: max(left, right),
                    occurrence: 0
                )
                let session = Int32(ranks[Int(row.session)])
                let hasImage = !images.names[Int(row.image)].isEmpty

                let key = HistoryKey(participant: participant, unit: pair)
                var history =
                    histories[key]
                    ?? History(
                        session: session,
                        firsts: [],
                        repeatSession: session,
                        repeatsInSession: 0
                    )
                let repeated: Int? =
                    history.firsts.isEmpty || (!hasImage && session == history.session)
                    ? nil : history.nextRepeat(in: session)
                if repeated == nil { history.firsts.append(judgements.count) }

                let unit: Int32
                if let repeated {
                    unit = judgements[repeated].unit
                } else {
                    let key = Unit(
                        image: pair.image,
                        lower: pair.lower,
                        higher: pair.higher,
                        occurrence: Int32(history.firsts.count - 1)
                    )
                    unit = unitNumbers[key] ?? Int32(units.count)
                    if Int(unit) == units.count {
                        unitNumbers[key] = unit
                        units.append(key)
                    }
                }
                histories[key] = history
                judgements.append(
                    Judgement(
                        participant: participant,
                        left: left,
                        right: right,
                        outcome: row.outcome,
                        unit: unit,
                        repeats: repeated
                    )
                )
            }
            return PairTable(
                participants: participants,
                items: items,
                images: imageNames,
                units: units,
                judgements: judgements
            )
        }
    }
}

extension PairTable.Builder.History {
    /// The first judgement that the next repeat belongs to: the n-th of a session repeats the n-th of the first.
    fileprivate mutating func nextRepeat(in session: Int32) -> Int {
        if session != repeatSession {
            repeatSession = session
            repeatsInSession = 0
        }
        defer { repeatsInSession += 1 }
        return firsts[min(repeatsInSession, firsts.count - 1)]
    }
}
