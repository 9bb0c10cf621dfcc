/// Who put which unit into which category, arranged so that counts follow from weights in one pass.
///
/// The units are what is agreed on: items, or (image, pair) for forced choices. An entry is a category that occurs in a
/// unit; all entries of a unit are adjacent, and each answer (cell) knows its entry, so that a bootstrap resample is
/// counted without any lookup by category.
package struct AgreementDesign: Sendable {
    /// One answer.
    struct Cell: Sendable {
        let unit: Int32
        let rater: Int32
        let category: Int32
        /// The group of participants, items or trials it belongs to.
        var group: Int32 = 0
    }

    /// Units that are drawn together in a resample.
    struct Clusters: Sendable {
        let ofUnit: [Int32]
        let count: Int
    }

    let unitCount: Int
    let raterCount: Int
    let categoryCount: Int
    /// The number each category stands for, where the scale has numbers.
    let values: [Double]?
    let clusters: Clusters
    /// Whether raters are a sample, to be drawn anew in a resample.
    let resamplesRaters: Bool

    /// The groups that are compared; empty where there are none.
    let groupNames: [String]
    /// The group of each cell; empty where there are none.
    let cellGroup: [Int32]

    /// The first cell of each unit, and the number of cells at the end.
    let cellStart: [Int32]
    let cellRater: [Int32]
    let cellEntry: [Int32]
    /// The first entry of each unit, and the number of entries at the end.
    let entryStart: [Int32]
    let entryCategory: [Int32]

    /// Arranges answers; a rater answers a unit at most once.
    ///
    /// - Parameter clusters: nil where each unit is drawn on its own.
    init(
        cells: [Cell],
        unitCount: Int,
        raterCount: Int,
        values: [Double]?,
        categoryCount: Int,
        clusters: Clusters? = nil,
        resamplesRaters: Bool = true,
        groupNames: [String] = []
    ) {
        self.unitCount = unitCount
        self.raterCount = raterCount
        self.categoryCount = categoryCount
        self.values = values
        self.clusters = clusters ?? Clusters(ofUnit: (0..<Int32(unitCount)).map { $0 }, count: unitCount)
        self.resamplesRaters = resamplesRaters
        self.groupNames = groupNames

        // By rater within a unit, so that sums are made in one order whatever the order of the answers.
        let raters = cells.lazy.map { Int($0.rater) }
        let byRater = CountingSort.order(raters, starts: CountingSort.starts(raters, groups: raterCount))
        let units = byRater.lazy.map { Int(cells[Int($0)].unit) }
        cellStart = CountingSort.starts(units, groups: unitCount)
        let order = CountingSort.order(units, starts: cellStart).map { byRater[Int($0)] }
        cellRater = order.map { cells[Int($0)].rater }
        cellGroup = groupNames.isEmpty ? [] : order.map { cells[Int($0)].group }

        var cellEntry = [Int32](repeating: 0, count: cells.count)
        var entryStart: [Int32] = [0]
        var entryCategory: [Int32] = []
        var entryOfCategory = [Int32](repeating: -1, count: categoryCount)
        for unit in 0..<unitCount {
            let first = Int32(entryCategory.count)
            for cell in Int(cellStart[unit])..<Int(cellStart[unit + 1]) {
                let category = cells[Int(order[cell])].category
                if entryOfCategory[Int(category)] < first {
                    entryOfCategory[Int(category)] = Int32(entryCategory.count)
                    entryCategory.append(category)
                }
                cellEntry[cell] = entryOfCategory[Int(category)]
            }
            entryStart.append(Int32(entryCategory.count))
        }
        self.cellEntry = cellEntry
        self.entryStart = entryStart
        self.entryCategory = entryCategory
    }

    /// Where the arrays are, for loops over all answers.
    struct Pointers {
        let cellStart: UnsafePointer<Int32>
        let cellRater: UnsafePointer<Int32>
        let cellEntry: UnsafePointer<Int32>
        let entryStart: UnsafePointer<Int32>
        let entryCategory: UnsafePointer<Int32>
    }

    /// Lends the arrays; not called where there is no answer.
    func withPointers(_ body: (Pointers) -> Void) {
        cellStart.withUnsafeBufferPointer { cellStart in
            cellRater.withUnsafeBufferPointer { cellRater in
                cellEntry.withUnsafeBufferPointer { cellEntry in
                    entryStart.withUnsafeBufferPointer { entryStart in
                        entryCategory.withUnsafeBufferPointer { entryCategory in
                            guard let starts = cellStart.baseAddress, let raters = cellRater.baseAddress,
                                let entries = cellEntry.baseAddress, let firsts = entryStart.baseAddress,
                                let categories = entryCategory.baseAddress, !cellRater.isEmpty
                            else { return }
                            body(
                                Pointers(
                                    cellStart: starts,
                                    cellRater: raters,
                                    cellEntry: entries,
                                    entryStart: firsts,
                                    entryCategory: categories
                                )
                            )
                        }
                    }
                }
            }
        }
    }

    /// The answers to a unit, by rater: indices into `cellRater` and `cellEntry`.
    func cells(of unit: Int) -> Range<Int> { Int(cellStart[unit])..<Int(cellStart[unit + 1]) }

    /// The category of an answer.
    func category(of cell: Int) -> Int { Int(entryCategory[Int(cellEntry[cell])]) }

    /// The answers of one rater within one cluster of units, numbered: the group of each answer, and how many there are.
    func answerGroups() -> (ofCell: [Int32], count: Int) {
        // A rater answers a unit once.
        if clusters.count == unitCount { return ((0..<Int32(cellRater.count)).map { $0 }, cellRater.count) }
        var groups: [Int] = []
        groups.reserveCapacity(cellRater.count)
        for unit in 0..<unitCount {
            let cluster = Int(clusters.ofUnit[unit])
            for cell in cells(of: unit) {
                groups.append(cluster * raterCount + Int(cellRater[cell]))
            }
        }
        var numbers: [Int: Int32] = [:]
        numbers.reserveCapacity(groups.count)
        let ofCell = groups.map { group in
            let next = Int32(numbers.count)
            if let known = numbers[group] { return known }
            numbers[group] = next
            return next
        }
        return (ofCell, numbers.count)
    }
}
