extension KrippendorffAlpha {
    /// The variance that the bootstrap of Hayes and Krippendorff tends to: as many pairs of ratings as there are, drawn
    /// independently, each with the disagreement that it contributes to 1 − α.
    ///
    /// Hayes and Krippendorff 2007, Communication Methods and Measures 1(1):77-89, DOI 10.1080/19312450709336664.
    func pairVariance(_ sums: [Double], _ counts: borrowing AgreementCounts) -> Double? {
        let design = counts.design
        let totals = (0..<design.unitCount).reduce(into: [Double](repeating: 0, count: size)) { totals, unit in
            guard counts.isPairable(unit) else { return }
            for entry in counts.entries(of: unit) { totals[Int(design.entryCategory[entry])] += counts.count[entry] }
        }
        guard let alpha = try? value(sums, counts) else { return nil }
        let scores = form == .coincidences || form == .ranks ? midRanks(totals[...]) : values
        func disagreement(_ a: Int, _ b: Int) -> Double {
            switch form {
            case .nominal: a == b ? 0 : 1
            case .moments, .coincidences, .ranks: (scores[a] - scores[b]) * (scores[a] - scores[b])
            case .distances: distance(a, b)
            }
        }
        // Each pair counts 2 δ² / (m − 1); their sum over all pairs is 1 − α in another unit.
        var (sum, squares, pairs) = (0.0, 0.0, 0.0)
        for unit in 0..<design.unitCount where counts.isPairable(unit) {
            let m = counts.total[unit]
            pairs += m * (m - 1) / 2
            for entry in counts.entries(of: unit) {
                for other in entry + 1..<max(entry + 1, counts.entries(of: unit).upperBound) {
                    let own =
                        2 / (m - 1) * disagreement(Int(design.entryCategory[entry]), Int(design.entryCategory[other]))
                    sum += counts.count[entry] * counts.count[other] * own
                    squares += counts.count[entry] * counts.count[other] * own * own
                }
            }
        }
        guard pairs > 0, sum > 0 else { return nil }
        let unit = (1 - alpha) / sum
        return unit * unit * (squares - sum * sum / pairs)
    }
}
