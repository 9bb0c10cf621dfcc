#if NativeLibraries
/// Which pixels PyTorch's `topk` takes where some are equal: those that the C++ library's selection leaves in front.
///
/// The survey's program orders pixels by it at every step, so that its numbers on maps with ties depend on it. PyTorch
/// selects with a heap where fewer than one in 64 are wanted, and by partitioning with the median of three otherwise
/// (Musser 1997, DOI 10.1002/(SICI)1097-024X(199708)27:8<983::AID-SPE117>3.0.CO;2-#); both are written here after their
/// descriptions, with the order of comparisons and exchanges that GNU's library has.
struct TopSelection {
    private var entries: [(value: Float, index: Int)]

    private init(_ values: [Float]) { entries = values.enumerated().map { ($1, $0) } }

    /// The indices of the `count` largest values, in no particular order.
    static func largest(_ count: Int, of values: [Float]) -> [Int] {
        guard count < values.count else { return Array(values.indices) }
        var selection = TopSelection(values)
        if count * 64 <= values.count {
            selection.selectByHeap(count)
        } else {
            selection.selectByPartition(count - 1)
        }
        return selection.entries[..<count].map(\.index)
    }

    private func isBefore(_ first: Int, _ second: Int) -> Bool { entries[first].value > entries[second].value }

    // Partitioning

    private mutating func selectByPartition(_ place: Int) {
        var (first, last) = (0, entries.count)
        var depth = 2 * (Int.bitWidth - 1 - entries.count.leadingZeroBitCount)
        while last - first > 3 {
            // Values so unlucky are left to the plain order: the same set but for the choice among equals.
            guard depth > 0 else { break }
            depth -= 1
            let cut = partition(first, last)
            if cut <= place { first = cut } else { last = cut }
        }
        sortByInsertion(first, last)
    }

    /// Brings the median of three to the front and parts the rest by it.
    private mutating func partition(_ first: Int, _ last: Int) -> Int {
        let (low, middle, high) = (first + 1, first + (last - first) / 2, last - 1)
        let median: Int
        if isBefore(low, middle) {
            median = isBefore(middle, high) ? middle : isBefore(low, high) ? high : low
        } else {
            median = isBefore(low, high) ? low : isBefore(middle, high) ? high : middle
        }
        entries.swapAt(first, median)
        let pivot = entries[first].value
        var (left, right) = (first + 1, last)
        while true {
            while entries[left].value > pivot { left += 1 }
            right -= 1
            while pivot > entries[right].value { right -= 1 }
            guard left < right else { return left }
            entries.swapAt(left, right)
            left += 1
        }
    }

    private mutating func sortByInsertion(_ first: Int, _ last: Int) {
        guard last - first > 1 else { return }
        for index in first + 1..<last {
            let entry = entries[index]
            var place = index
            while place > first, entry.value > entries[place - 1].value {
                entries[place] = entries[place - 1]
                place -= 1
            }
            entries[place] = entry
        }
    }

    // A heap of those wanted, the smallest on top

    private mutating func selectByHeap(_ count: Int) {
        if count > 1 {
            for parent in stride(from: (count - 2) / 2, through: 0, by: -1) {
                sift(entries[parent], from: parent, count)
            }
        }
        for index in count..<entries.count where isBefore(index, 0) {
            let entry = entries[index]
            entries[index] = entries[0]
            sift(entry, from: 0, count)
        }
    }

    /// Moves a hole down to a leaf, then the entry from there up to its place.
    private mutating func sift(_ entry: (value: Float, index: Int), from top: Int, _ count: Int) {
        var hole = top
        var child = hole
        while child < (count - 1) / 2 {
            child = 2 * (child + 1)
            if isBefore(child, child - 1) { child -= 1 }
            entries[hole] = entries[child]
            hole = child
        }
        if count % 2 == 0, child == (count - 2) / 2 {
            child = 2 * (child + 1)
            entries[hole] = entries[child - 1]
            hole = child - 1
        }
        while hole > top {
            let parent = (hole - 1) / 2
            guard entries[parent].value > entry.value else { break }
            entries[hole] = entries[parent]
            hole = parent
        }
        entries[hole] = entry
    }
}
#endif
