extension RatingTable {
    /// How much categories agree, with the name of the weights; no matrix where only equal categories agree.
    ///
    /// - Throws: ``StatisticsError`` `.invalidOption` where custom weights lack a category or are no weights.
    func weights(_ options: AnalysisOptions, otherwise: CategoryWeights) throws -> (matrix: SquareMatrix?, name: String)
    {
        if let custom = options.customWeights { return (try custom.weights(of: categories), "custom") }
        let kind = options.weights ?? otherwise
        guard kind != .identity else { return (nil, kind.rawValue) }
        return (kind.matrix(design.values ?? categories.indices.map { Double($0 + 1) }), kind.rawValue)
    }
}

extension ItemMatrix {
    /// Reads weights between categories from a table: a header of an empty or any first field and the categories, then a
    /// row for each category, in any order, of its name and its weights.
    ///
    /// ```
    /// category,poor,fair,good
    /// poor,1,0.5,0
    /// fair,0.5,1,0.5
    /// good,0,0.5,1
    /// ```
    ///
    /// - Parameter table: The fields of the header and of the rows, of which the first has line 1.
    /// - Throws: ``StatisticsError`` `.invalidOption` that names what is missing, twice, no number, outside 0…1, not 1 for a
    ///   category and itself, or different in the two directions.
    public init(weights table: [[String]]) throws {
        func refused(_ message: String, _ line: Int? = nil) -> StatisticsError {
            StatisticsError(.invalidOption, message, line: line)
        }
        let labels = Array((table.first ?? []).dropFirst())
        guard labels.count > 1 else {
            throw refused("the header of the weights names \(labels.count) categories: at least 2 are needed", 1)
        }
        for label in labels where labels.count(where: { $0 == label }) > 1 {
            throw refused("the header of the weights names “\(label)” twice", 1)
        }
        var rows = [[Double]?](repeating: nil, count: labels.count)
        for (index, fields) in table.enumerated().dropFirst() {
            let line = index + 1
            guard let place = labels.firstIndex(of: fields.first ?? "") else {
                throw refused("the header of the weights lacks “\(fields.first ?? "")”, which is a row", line)
            }
            guard rows[place] == nil else {
                throw refused("there are two rows of weights for “\(labels[place])”", line)
            }
            guard fields.count == labels.count + 1 else {
                throw refused(
                    "“\(labels[place])” has \(fields.count - 1) weights, but there are \(labels.count) categories",
                    line
                )
            }
            rows[place] = try zip(labels, fields.dropFirst()).map { label, field in
                guard let weight = Double(field), (0...1).contains(weight) else {
                    throw refused(
                        "the weight of “\(labels[place])” and “\(label)” is “\(field)”: weights are numbers in 0…1",
                        line
                    )
                }
                return weight
            }
        }
        self.init(
            items: labels,
            rows: try zip(labels, rows).map { label, row in
                guard let row else { throw refused("the weights have no row for “\(label)”") }
                return row
            }
        )
        _ = try weights(of: labels)
    }

    /// The weights of categories in their order; `1` and `1.0` are one category.
    func weights(of categories: [String]) throws -> SquareMatrix {
        var matrix = SquareMatrix(size: categories.count)
        let places = Dictionary(items.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let numbers = Dictionary(
            items.enumerated().compactMap { index, item in Double(item).map { ($0, index) } },
            uniquingKeysWith: { first, _ in first }
        )
        func place(_ category: String) throws -> Int {
            guard let place = places[category] ?? Double(category).flatMap({ numbers[$0] }), place < rows.count else {
                throw StatisticsError(
                    .invalidOption,
                    "the weights have no category “\(category)”, which is a value: they know \(items.joined(separator: ", "))"
                )
            }
            return place
        }
        let own = try categories.map(place)
        for (row, first) in categories.enumerated() {
            for (column, second) in categories.enumerated() {
                let (a, b) = (own[row], own[column])
                guard b < rows[a].count, a < rows[b].count else {
                    throw StatisticsError(
                        .invalidOption,
                        "the weights have no entry for “\(first)” and “\(second)”: give one for each pair of categories"
                    )
                }
                let weight = rows[a][b]
                guard (0...1).contains(weight), a != b || weight == 1, weight == rows[b][a] else {
                    throw StatisticsError(
                        .invalidOption,
                        "the weight of “\(first)” and “\(second)” is \(weight)"
                            + (weight == rows[b][a] ? "" : ", but \(rows[b][a]) the other way")
                            + ": weights are symmetric, in 0…1, and 1 for equal categories"
                    )
                }
                matrix[row, column] = weight
            }
        }
        return matrix
    }
}
