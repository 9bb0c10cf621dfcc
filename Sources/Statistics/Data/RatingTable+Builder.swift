extension RatingTable {
    /// Collects rows into a ``RatingTable``.
    public struct Builder: Sendable {
        private var participants = Interner()
        private var items = Interner()
        private var labels = Interner()
        private var sessions = Interner()
        private var groups = Interner()
        /// The number of the session of rows that name none.
        private var noSession: Int32?
        private var rows: [Row] = []
        private var emptyRows = 0
        private var hasSessions = false

        private struct Row: Sendable {
            var participant: Int32
            var item: Int32
            var label: Int32
            var session: Int32
            /// −1 where the row names none.
            var group: Int32
            let line: Int32
        }

        /// An empty builder.
        public init() {}

        /// Makes room for a number of rows.
        public mutating func reserveCapacity(_ count: Int) {
            rows.reserveCapacity(count)
        }

        /// Adds a row of a file; a row with an empty value counts as a missing answer.
        ///
        /// - Parameters:
        ///   - value: a label or a number, as written.
        ///   - session: when the rating was given, for test–retest; numbers are ordered as numbers.
        ///   - group: of participants, items or trials, between which agreement is compared; in all rows or in none.
        ///   - line: the line in the input, from 1, for messages.
        /// - Throws: ``StatisticsError`` `.emptyField` for an empty participant, item or group, `.nonFiniteValue` for a value
        ///   such as `NaN` or `inf`.
        public mutating func add(
            participant: String,
            item: String,
            value: String,
            session: String? = nil,
            group: String? = nil,
            line: Int
        ) throws {
            try addRow(
                participant: participant.utf8,
                item: item.utf8,
                value: value.utf8,
                session: session?.utf8,
                group: group?.utf8,
                line: line
            )
        }

        /// Adds a row of a file whose fields are UTF-8 bytes.
        ///
        /// - Throws: as ``add(participant:item:value:session:group:line:)-(String,_,String,_,_,_)``.
        package mutating func add(
            participant: UnsafeRawBufferPointer,
            item: UnsafeRawBufferPointer,
            value: UnsafeRawBufferPointer,
            session: UnsafeRawBufferPointer?,
            group: UnsafeRawBufferPointer? = nil,
            line: Int
        ) throws {
            try addRow(participant: participant, item: item, value: value, session: session, group: group, line: line)
        }

        private mutating func addRow<Field: Collection<UInt8>>(
            participant: Field,
            item: Field,
            value: Field,
            session: Field?,
            group: Field?,
            line: Int
        ) throws {
            guard !participant.isEmpty, !item.isEmpty, group?.isEmpty != true else {
                throw StatisticsError(
                    .emptyField,
                    "the \(participant.isEmpty ? "participant" : item.isEmpty ? "item" : "group") is empty: fill it in",
                    line: line
                )
            }
            guard !value.isEmpty else {
                emptyRows += 1
                return
            }
            let label = try labels.number(of: value) { value in
                guard let number = Double(value), !number.isFinite else { return }
                throw StatisticsError(
                    .nonFiniteValue,
                    "the value is “\(value)”: leave the row out where there is no answer",
                    line: line
                )
            }
            if session != nil { hasSessions = true }
            rows.append(
                Row(
                    participant: participants.number(of: participant),
                    item: items.number(of: item),
                    label: label,
                    session: number(ofSession: session),
                    group: group.map { groups.number(of: $0) } ?? -1,
                    line: Int32(clamping: line)
                )
            )
        }

        private mutating func number(ofSession session: (some Collection<UInt8>)?) -> Int32 {
            if let session { return sessions.number(of: session) }
            if let noSession { return noSession }
            let number = sessions.number(of: "")
            noSession = number
            return number
        }

        /// Adds a numeric rating.
        ///
        /// - Throws: as ``add(participant:item:value:session:group:line:)-(_,_,String,_,_,_)``.
        public mutating func add(
            participant: String,
            item: String,
            value: Double,
            session: String? = nil,
            group: String? = nil,
            line: Int
        ) throws {
            try add(
                participant: participant,
                item: item,
                value: "\(value)",
                session: session,
                group: group,
                line: line
            )
        }

        /// The table of the rows added so far.
        ///
        /// - Throws: ``StatisticsError`` `.duplicateAnswer` for a second answer of a participant to an item in one
        ///   session, naming its line, `.emptyField` where some rows name a group and others do not.
        /// - Complexity: O(rows), and O(rows log rows) where there are sessions.
        public consuming func build() throws -> RatingTable {
            let (categories, codes, values) = Categories.ordered(labels.names)
            let ranks = sessions.sessionRanks()
            let (participants, participantPlaces) = participants.sorted()
            let (items, itemPlaces) = items.sorted()
            let (groups, groupPlaces) = groups.sorted()
            if !groups.isEmpty, let row = rows.first(where: { $0.group < 0 }) {
                throw StatisticsError(
                    .emptyField,
                    "the row names no group, but others do: name one in every row",
                    line: Int(row.line)
                )
            }
            // Taken out of self, so that a million rows are renumbered where they are.
            var sorted = rows
            rows = []
            sorted.withUnsafeMutableBufferPointer { rows in
                for index in rows.indices {
                    rows[index].participant = participantPlaces[Int(rows[index].participant)]
                    rows[index].item = itemPlaces[Int(rows[index].item)]
                    rows[index].label = codes[Int(rows[index].label)]
                    if !groups.isEmpty { rows[index].group = groupPlaces[Int(rows[index].group)] }
                    rows[index].session = Int32(ranks[Int(rows[index].session)])
                }
            }
            if hasSessions { sorted.sort { ($0.session, $0.line) < ($1.session, $1.line) } }
            let (first, repeated) = try split(sorted, participants: participants, items: items)

            let design = AgreementDesign(
                cells: first.map { .init(unit: $0.item, rater: $0.participant, category: $0.label, group: $0.group) },
                unitCount: items.count,
                raterCount: participants.count,
                values: values,
                categoryCount: categories.count,
                groupNames: groups
            )
            return RatingTable(
                participants: participants,
                items: items,
                categories: categories,
                emptyRows: emptyRows,
                hasSessions: hasSessions,
                design: design,
                retest: retestDesign(
                    repeated.isEmpty ? [] : first + repeated,
                    among: repeated,
                    categories: categories.count,
                    values: values
                )
            )
        }

        /// Tells each participant's first row of each item from the later ones.
        private func split(
            _ sorted: [Row],
            participants: [String],
            items: [String]
        ) throws -> (first: [Row], repeated: [Row]) {
            let starts = CountingSort.starts(sorted.lazy.map { Int($0.item) }, groups: items.count)
            let order = CountingSort.order(sorted.lazy.map { Int($0.item) }, starts: starts)
            var seenAt = [Int32](repeating: -1, count: participants.count)
            var seenItem = [Int32](repeating: -1, count: participants.count)
            var isRepeat = [Bool](repeating: false, count: sorted.count)
            for position in order {
                let row = sorted[Int(position)]
                let participant = Int(row.participant)
                if seenItem[participant] == row.item {
                    let earlier = sorted[Int(seenAt[participant])]
                    guard earlier.session != row.session else {
                        throw duplicate(row, earlier, participants[participant], items[Int(row.item)])
                    }
                    isRepeat[Int(position)] = true
                }
                seenItem[participant] = row.item
                seenAt[participant] = position
            }
            guard isRepeat.contains(true) else { return (sorted, []) }
            let indices = sorted.indices
            return (
                indices.filter { !isRepeat[$0] }.map { sorted[$0] }, indices.filter { isRepeat[$0] }.map { sorted[$0] }
            )
        }

        private func duplicate(
            _ row: Row,
            _ earlier: Row,
            _ participant: String,
            _ item: String
        ) -> StatisticsError {
            let (first, second) = (min(row.line, earlier.line), max(row.line, earlier.line))
            let advice =
                hasSessions
                ? "one of the two has the wrong session or must go"
                : "remove one, or add a session column if the item was rated again"
            return StatisticsError(
                .duplicateAnswer,
                "participant “\(participant)” has already rated item “\(item)” on line \(first): \(advice)",
                line: Int(second)
            )
        }

        /// Units are the (participant, item) combinations with a repeat, raters are sessions.
        private func retestDesign(
            _ all: [Row],
            among repeated: [Row],
            categories: Int,
            values: [Double]?
        ) -> AgreementDesign {
            var units: [UInt64: Int32] = [:]
            var clusters: [Int32] = []
            func key(_ row: Row) -> UInt64 { UInt64(row.participant) << 32 | UInt64(row.item) }
            for row in repeated where units[key(row)] == nil {
                units[key(row)] = Int32(clusters.count)
                clusters.append(row.participant)
            }
            let cells = all.compactMap { row in
                units[key(row)].map { AgreementDesign.Cell(unit: $0, rater: row.session, category: row.label) }
            }
            return AgreementDesign(
                cells: cells,
                unitCount: clusters.count,
                raterCount: max(sessions.names.count, 1),
                values: values,
                categoryCount: categories,
                clusters: .init(ofUnit: clusters, count: participants.names.count),
                resamplesRaters: false
            )
        }
    }
}
