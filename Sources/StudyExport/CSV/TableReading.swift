public import StudyModel
public import Statistics

extension PairTable {
    /// Reads comparisons: columns `participant`, `left`, `right`, `winner` (`left`, `right` or `tie`), and where they
    /// are there `unit` or `image` (what is compared besides the items), `session` and `tie_offered` (`true` where no
    /// difference was among the answers); rows that say why they are `excluded` are left out.
    /// - Parameters:
    ///   - block: Only rows with this in the column `block`; `nil` for all rows.
    ///   - group: The column of groups that are compared.
    ///   - covariates: Names of numbers: each has columns `NAME_left` and `NAME_right`, whose difference counts, or one
    ///     column `NAME` of the trial. An empty field is a number that is not known.
    /// - Throws: ``CSVError``, with the line.
    /// - Complexity: O(bytes + rows log rows).
    public init(
        reading csv: CSVTable,
        block: String? = nil,
        group: String? = nil,
        covariates: [String] = []
    ) throws {
        var columns = try ["participant", "left", "right", "winner"].map(csv.required)
        func place(_ column: Int?) -> Int? {
            guard let column else { return nil }
            columns.append(column)
            return columns.count - 1
        }
        let unit = place(csv.column("unit") ?? csv.column("image"))
        let session = place(csv.column("session"))
        let tieOffered = place(csv.column("tie_offered"))
        let excluded = place(csv.column("excluded"))
        let blocks = place(try block.map { _ in try csv.required("block") })
        let groups = place(try group.map { try csv.required($0) })
        let numbers = try covariates.map { name in
            if let left = csv.column(name + "_left"), let right = csv.column(name + "_right") {
                return [place(left), place(right)].compactMap(\.self)
            }
            return [place(try csv.required(name))].compactMap(\.self)
        }
        var builder = Builder(covariates: covariates)
        if tieOffered != nil { builder.tiesOffered = false }
        try csv.forEachRow(columns: columns) { fields, line in
            if let block, let blocks, fields[blocks] != block { return }
            if let excluded, !fields[excluded].isEmpty { return }
            if let tieOffered, fields[tieOffered] == "true" { builder.tiesOffered = true }
            guard let outcome = Outcome(rawValue: fields[3]) else {
                throw csv.error(.invalidValue, line: line, "winner is \"\(fields[3])\"; expected left, right or tie")
            }
            let values = try numbers.map { places -> Double? in
                let read = try places.map { try csv.number(fields[$0], column: columns[$0], line: line) }
                guard let first = read[0] else { return nil }
                return read.count == 1 ? first : read[1].map { first - $0 }
            }
            try csv.naming {
                try builder.add(
                    participant: fields[0],
                    left: fields[1],
                    right: fields[2],
                    outcome: outcome,
                    unit: unit.map { fields[$0] },
                    session: session.map { fields[$0] },
                    group: groups.map { fields[$0] },
                    covariates: values,
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
    /// - Parameters:
    ///   - value: The column of values.
    ///   - group: The column of groups that are compared.
    /// - Throws: ``CSVError``, with the line.
    /// - Complexity: O(bytes), and O(rows log rows) with sessions.
    public init(reading csv: CSVTable, value: String = "value", group: String? = nil) throws {
        self = try csv.naming { try Builder(reading: csv, value: value, group: group).build() }
    }
}

extension RatingTable.Builder {
    /// Collects the ratings of a file.
    package init(reading csv: CSVTable, value: String = "value", group: String? = nil) throws {
        var columns = try ["participant", "item", value].map(csv.required)
        let session = csv.column("session")
        columns += [session].compactMap(\.self)
        if let group { columns.append(try csv.required(group)) }
        let groupPlace = columns.count - 1
        self.init()
        reserveCapacity(csv.lineCount)
        try csv.naming {
            try csv.forEachRowOfBytes(columns: columns) { fields, line in
                try add(
                    participant: fields[0],
                    item: fields[1],
                    value: fields[2],
                    session: session == nil ? nil : fields[3],
                    group: group == nil ? nil : fields[groupPlace],
                    line: line
                )
            }
        }
    }
}

extension ItemMatrix {
    /// Reads how much categories agree: a header with the categories from its second field on, then a row for each.
    /// - Throws: ``CSVError``, with the file's name.
    public init(weights csv: CSVTable) throws {
        var rows = [csv.header]
        try csv.forEachRow(columns: Array(csv.header.indices)) { fields, _ in rows.append(fields) }
        self = try csv.naming { try ItemMatrix(weights: rows) }
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
        signal: String? = nil,
        intensity: String? = nil,
        k: String? = nil
    ) throws {
        var columns = [try csv.required("participant"), try csv.required(correct)]
        func place(_ name: String?) throws -> Int? {
            guard let name else { return nil }
            columns.append(try csv.required(name))
            return columns.count - 1
        }
        let item = try place(["item", "image", "trial"].first { csv.column($0) != nil })
        let (condition, count, marked) = (try place(group), try place(alternativesColumn), try place(signal))
        let (strength, examples) = (try place(intensity), try place(k))
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
            let strong = try strength.map { try csv.number(fields[$0], column: columns[$0], line: line) } ?? nil
            let trained = try examples.map { try csv.number(fields[$0], column: columns[$0], line: line) } ?? nil
            choices.append(
                Choice(
                    participant: fields[0],
                    item: item.map { fields[$0] } ?? "",
                    group: condition.map { fields[$0] } ?? "",
                    isCorrect: try flag(fields[1], correct, line),
                    hasSignal: try marked.map { try flag(fields[$0], signal ?? "", line) },
                    alternatives: number,
                    intensity: strong,
                    k: try trained.map { number in
                        if let whole = Int(exactly: number), whole >= 0 { return whole }
                        throw csv.error(.invalidValue, line: line, "\(k ?? "") is \(number); expected a whole number")
                    }
                )
            )
        }
        self.init(choices, emptyRows: empty)
    }
}

extension CSVTable {
    /// A number of a field; nil for an empty one.
    fileprivate func number(_ text: String, column: Int, line: Int) throws -> Double? {
        guard !text.isEmpty else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw error(.invalidValue, line: line, "\(header[column]) is \"\(text)\"; expected a number")
        }
        return number
    }

    /// Adds the file's name to what a table builder refuses.
    fileprivate func naming<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as StatisticsError {
            throw CSVError(.invalidValue, path: path, line: error.line, error.message)
        }
    }
}
