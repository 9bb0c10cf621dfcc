public import StudyModel
public import Statistics

extension PairTable {
    /// Reads comparisons: columns `participant`, `left`, `right`, `winner` (`left`, `right` or `tie`), and where they
    /// are there `unit` or `image` (what is compared besides the items), `session` and `tie_offered` (`true` where no
    /// difference was among the answers); rows that say why they are `excluded` are left out.
    /// - Parameter block: Only rows with this in the column `block`; `nil` for all rows.
    /// - Throws: ``CSVError``, with the line.
    /// - Complexity: O(bytes + rows log rows).
    public init(reading csv: CSVTable, block: String? = nil) throws {
        var columns = try ["participant", "left", "right", "winner"].map(csv.required)
        let unit = csv.column("unit") ?? csv.column("image")
        let session = csv.column("session")
        columns += [unit, session].compactMap(\.self)
        let sessionPlace = columns.count - 1
        let tieOffered = csv.column("tie_offered")
        columns += [tieOffered].compactMap(\.self)
        let tiePlace = columns.count - 1
        let excluded = csv.column("excluded")
        columns += [excluded].compactMap(\.self)
        let excludedPlace = columns.count - 1
        if block != nil { columns.append(try csv.required("block")) }
        var builder = Builder()
        if tieOffered != nil { builder.tiesOffered = false }
        try csv.forEachRow(columns: columns) { fields, line in
            if let block, fields.last != block { return }
            if excluded != nil, !fields[excludedPlace].isEmpty { return }
            if tieOffered != nil, fields[tiePlace] == "true" { builder.tiesOffered = true }
            guard let outcome = Outcome(rawValue: fields[3]) else {
                throw csv.error(.invalidValue, line: line, "winner is \"\(fields[3])\"; expected left, right or tie")
            }
            try csv.naming {
                try builder.add(
                    participant: fields[0],
                    left: fields[1],
                    right: fields[2],
                    outcome: outcome,
                    unit: unit == nil ? nil : fields[4],
                    session: session == nil ? nil : fields[sessionPlace],
                    line: line
                )
            }
        }
        self = builder.build()
    }

    /// Collects the valid comparisons among records, as `pairs.csv` holds them.
    /// - Parameter block: Only comparisons of this block; `nil` for all.
    public init(of source: some ExportSource, block: BlockID? = nil) throws {
        var builder = Builder()
        builder.tiesOffered = false
        let withTies = Set(source.study.blocks.filter(\.offersTie).map(\.id))
        var line = 1
        try source.forEachResponse { record in
            guard let pair = PairRow(record), block == nil || record.trial.block == block else { return }
            line += 1
            if withTies.contains(record.trial.block) { builder.tiesOffered = true }
            let outcome: Outcome =
                switch pair.winner {
                case .left: .left
                case .right: .right
                case .tie: .tie
                }
            try builder.add(
                participant: pair.participant.rawValue,
                left: pair.left.rawValue,
                right: pair.right.rawValue,
                outcome: outcome,
                unit: pair.unit,
                session: String(pair.session),
                line: line
            )
        }
        self = builder.build()
    }
}

extension RatingTable {
    /// Reads ratings: columns `participant`, `item`, `value`, and `session` where it is there.
    /// - Parameter value: The column of values.
    /// - Throws: ``CSVError``, with the line.
    /// - Complexity: O(bytes), and O(rows log rows) with sessions.
    public init(reading csv: CSVTable, value: String = "value") throws {
        self = try csv.naming { try Builder(reading: csv, value: value).build() }
    }
}

extension RatingTable.Builder {
    /// Collects the ratings of a file.
    package init(reading csv: CSVTable, value: String = "value") throws {
        var columns = try ["participant", "item", value].map(csv.required)
        let session = csv.column("session")
        columns += [session].compactMap(\.self)
        self.init()
        reserveCapacity(csv.lineCount)
        try csv.naming {
            try csv.forEachRowOfBytes(columns: columns) { fields, line in
                try add(
                    participant: fields[0],
                    item: fields[1],
                    value: fields[2],
                    session: session == nil ? nil : fields[3],
                    line: line
                )
            }
        }
    }
}

extension ChoiceTable {
    /// Reads right and wrong answers: the columns `participant`, `item` or `image` where they are there, and those named.
    ///
    /// Right is `true`, `1` or `yes`, wrong `false`, `0` or `no`; an empty field is a missing answer.
    /// - Throws: ``CSVError``, with the line.
    public init(
        reading csv: CSVTable,
        correct: String,
        group: String? = nil,
        alternatives: Int? = nil,
        alternativesColumn: String? = nil,
        signal: String? = nil
    ) throws {
        var columns = [try csv.required("participant"), try csv.required(correct)]
        func place(_ name: String?) throws -> Int? {
            guard let name else { return nil }
            columns.append(try csv.required(name))
            return columns.count - 1
        }
        let item = try place(["item", "image", "trial"].first { csv.column($0) != nil })
        let (condition, count, marked) = (try place(group), try place(alternativesColumn), try place(signal))
        func flag(_ text: String, _ column: String, _ line: Int) throws -> Bool {
            switch text.lowercased() {
            case "true", "1", "yes": return true
            case "false", "0", "no": return false
            default:
                throw csv.error(
                    .invalidValue,
                    line: line,
                    "\(column) is \"\(text)\"; expected true, false, 1, 0, yes or no"
                )
            }
        }
        var (choices, empty): ([Choice], Int) = ([], 0)
        try csv.forEachRow(columns: columns) { fields, line in
            guard !fields[1].isEmpty else {
                empty += 1
                return
            }
            var number = alternatives
            if let count {
                guard let read = Int(fields[count]), read > 1 else {
                    throw csv.error(
                        .invalidValue,
                        line: line,
                        "\(alternativesColumn ?? "") is \"\(fields[count])\"; expected a number of alternatives, 2 or more"
                    )
                }
                number = read
            }
            choices.append(
                Choice(
                    participant: fields[0],
                    item: item.map { fields[$0] } ?? "",
                    group: condition.map { fields[$0] } ?? "",
                    isCorrect: try flag(fields[1], correct, line),
                    hasSignal: try marked.map { try flag(fields[$0], signal ?? "", line) },
                    alternatives: number
                )
            )
        }
        self.init(choices, emptyRows: empty)
    }
}

extension CSVTable {
    /// Adds the file's name to what a table builder refuses.
    fileprivate func naming<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as StatisticsError {
            throw CSVError(.invalidValue, path: path, line: error.line, error.message)
        }
    }
}
