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

    @inline(__always)
    func add<Number: Lanes>(_ unit: UnitCounts<Number>, to sums: UnsafeMutablePointer<Number>) {
        // Units without a pair count nothing.
        let gate = unit.pairs.isPositive
        let scale = unit.total.divided(by: unit.pairs)
        switch form {
        case .nominal:
            var same = Number.zero
            for entry in 0..<unit.entryCount {
                same += unit.counts[entry] * unit.counts[entry]
                sums[1 + Int(unit.categories[entry])] += unit.counts[entry] * gate
            }
            sums[0] += (unit.total * unit.total - same) * scale
        case .moments: addMoments(unit, gate, scale, to: sums)
        case .ranks: addCounts(unit, gate, to: sums)
        case .coincidences:
            addCounts(unit, gate, to: sums)
            for entry in 0..<unit.entryCount {
                let (a, scaled) = (Int(unit.categories[entry]), unit.counts[entry] * scale)
                for other in entry + 1..<max(entry + 1, unit.entryCount) {
                    let b = Int(unit.categories[other])
                    sums[1 + size + place(min(a, b), max(a, b))] += scaled * unit.counts[other]
                }
            }
        case .distances:
            addCounts(unit, gate, to: sums)
            distances.withUnsafeBufferPointer { distances in
                var observed = Number.zero
                for entry in 0..<unit.entryCount {
                    let a = Int(unit.categories[entry])
                    var own = Number.zero
                    for other in entry + 1..<max(entry + 1, unit.entryCount) {
                        let b = Int(unit.categories[other])
                        let distance = distances.isEmpty ? distance(a, b) : distances[a * size + b]
                        own += Number(repeating: distance) * unit.counts[other]
                    }
                    observed += own * unit.counts[entry]
                }
                sums[0] += Number(repeating: 2) * observed * scale
            }
        }
    }

    @inline(__always)
    private func addCounts<Number: Lanes>(
        _ unit: UnitCounts<Number>,
        _ gate: Number,
        to sums: UnsafeMutablePointer<Number>
    ) {
        for entry in 0..<unit.entryCount { sums[1 + Int(unit.categories[entry])] += unit.counts[entry] * gate }
    }

    @inline(__always)
    private func addMoments<Number: Lanes>(
        _ unit: UnitCounts<Number>,
        _ gate: Number,
        _ scale: Number,
        to sums: UnsafeMutablePointer<Number>
    ) {
        values.withUnsafeBufferPointer { values in
            var (sum, squares) = (Number.zero, Number.zero)
            for entry in 0..<unit.entryCount {
                let value = Number(repeating: values[Int(unit.categories[entry])])
                let product = unit.counts[entry] * value
                sum += product
                squares += product * value
            }
            let mean = sum.divided(by: unit.total)
            var scatter = Number.zero
            for entry in 0..<unit.entryCount {
                let difference = Number(repeating: values[Int(unit.categories[entry])]) - mean
                scatter += unit.counts[entry] * difference * difference
            }
            sums[0] += Number(repeating: 2) * unit.total * scatter * scale
            sums[1] += unit.total * gate
            sums[2] += sum * gate
            sums[3] += squares * gate
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
