extension KrippendorffAlpha {
    // Observed disagreement; then n, Σx and Σx² of `moments`, or answers by category and, where they are summed, the
    // coincidences of different categories.
    var width: Int {
        switch form {
        case .moments: 4
        case .coincidences: 1 + size + size * (size - 1) / 2
        case .nominal, .ranks, .distances: 1 + size
        }
    }

    var needsCounts: Bool { form == .ranks }

    func add(_ unit: Int, of counts: borrowing AgreementCounts, to sums: UnsafeMutablePointer<Double>) {
        guard counts.total[unit] > 0 else { return }
        let m = counts.total[unit]
        let pairs = m * m - counts.squares[unit]
        guard pairs > 0 else { return }
        let scale = m / pairs
        let entries = counts.entries(of: unit)
        switch form {
        case .nominal:
            var same = 0.0
            for entry in entries {
                same += counts.count[entry] * counts.count[entry]
                sums[1 + Int(counts.design.entryCategory[entry])] += counts.count[entry]
            }
            sums[0] += (m * m - same) * scale
        case .moments:
            var (sum, squares) = (0.0, 0.0)
            for entry in entries {
                let product = counts.count[entry] * values[Int(counts.design.entryCategory[entry])]
                sum += product
                squares += product * values[Int(counts.design.entryCategory[entry])]
            }
            var scatter = 0.0
            for entry in entries {
                let difference = values[Int(counts.design.entryCategory[entry])] - sum / m
                scatter += counts.count[entry] * difference * difference
            }
            sums[0] += 2 * m * scatter * scale
            sums[1] += m
            sums[2] += sum
            sums[3] += squares
        case .ranks:
            for entry in entries { sums[1 + Int(counts.design.entryCategory[entry])] += counts.count[entry] }
        case .coincidences, .distances:
            for (index, entry) in entries.enumerated() {
                let a = Int(counts.design.entryCategory[entry])
                sums[1 + a] += counts.count[entry]
                for other in entries.dropFirst(index + 1) {
                    let b = Int(counts.design.entryCategory[other])
                    let product = counts.count[entry] * counts.count[other] * scale
                    if form == .coincidences {
                        sums[1 + size + place(min(a, b), max(a, b))] += product
                    } else {
                        sums[0] += 2 * product * distance(a, b)
                    }
                }
            }
        }
    }

    /// Where the coincidences of categories a < b are.
    private func place(_ a: Int, _ b: Int) -> Int { b * (b - 1) / 2 + a }

    func value(_ sums: [Double], _ counts: borrowing AgreementCounts) throws(Undefined) -> Double {
        if form == .moments {
            let n = sums[1]
            guard n > 0 else { throw Undefined.noPairs }
            let scatter = sums[3] - sums[2] * sums[2] / n
            // Less is rounding.
            guard scatter > 1e-13 * sums[3] else { throw Undefined.oneCategory }
            return 1 - (n - 1) * sums[0] / (2 * n * scatter)
        }
        let totals = sums[1...size]
        let n = totals.reduce(0, +)
        guard n > 0 else { throw Undefined.noPairs }
        guard totals.lazy.filter({ $0 > 0 }).count > 1 else { throw Undefined.oneCategory }
        var (observed, expected) = (sums[0], 0.0)
        switch form {
        case .nominal: expected = n * n - totals.reduce(0) { $0 + $1 * $1 }
        case .coincidences, .ranks:
            let scores = midRanks(totals)
            for (total, score) in zip(totals, scores) { expected += 2 * n * total * score * score }
            observed = form == .ranks ? scatter(counts, scores) : 0
            for b in 0..<size where form == .coincidences {
                for a in 0..<b {
                    let difference = scores[a] - scores[b]
                    observed += 2 * sums[1 + size + place(a, b)] * difference * difference
                }
            }
        default:
            for a in 0..<size where sums[1 + a] > 0 {
                for b in 0..<a { expected += 2 * sums[1 + a] * sums[1 + b] * distance(a, b) }
            }
        }
        guard expected > 0 else { throw Undefined.oneCategory }
        return 1 - (n - 1) * observed / expected
    }

    /// The position of each category among all pairable ratings, their mean 0; differences of these are Krippendorff's
    /// ordinal metric.
    func midRanks(_ totals: ArraySlice<Double>) -> [Double] {
        var below = -totals.reduce(0, +) / 2
        return totals.map { count in
            defer { below += count }
            return below + count / 2
        }
    }

    /// Observed disagreement in squared differences of scores.
    private func scatter(_ counts: borrowing AgreementCounts, _ scores: [Double]) -> Double {
        var observed = 0.0
        for unit in 0..<counts.design.unitCount where counts.isPairable(unit) {
            let m = counts.total[unit]
            var sum = 0.0
            for entry in counts.entries(of: unit) {
                sum += counts.count[entry] * scores[Int(counts.design.entryCategory[entry])]
            }
            var scatter = 0.0
            for entry in counts.entries(of: unit) {
                let difference = scores[Int(counts.design.entryCategory[entry])] - sum / m
                scatter += counts.count[entry] * difference * difference
            }
            observed += counts.unitWeight[unit] * 2 * m * scatter * m / (m * m - counts.squares[unit])
        }
        return observed
    }
}
