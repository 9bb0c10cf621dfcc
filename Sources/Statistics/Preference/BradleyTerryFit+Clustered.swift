extension BradleyTerryFit {
    /// How far each unit with a judgement moves each log-worth: the naive covariance A times the unit's score s.
    ///
    /// Item by item, and within one unit by unit. Nil where the information matrix is singular.
    func influences(_ counts: WinCounts) -> [Double]? {
        guard let naive = naiveCovariance() else { return nil }
        let n = counts.itemCount
        var scores = [Double](repeating: 0, count: counts.activeUnits * n)
        var (row, last) = (-1, Int32(-1))
        for cell in counts.cells {
            if cell.unit != last {
                row += 1
                last = cell.unit
            }
            let pair = counts.wins.pairs[Int(cell.pair)]
            let (lower, higher) = (Int(pair.lower), Int(pair.higher))
            let residual = cell.won - (cell.won + cell.lost) * probability(lower, over: higher)
            scores[row * n + lower] += residual
            scores[row * n + higher] -= residual
        }
        return naive.product(scores)
    }

    /// The covariance matrix of log-worths with mean 0 that holds with dependent answers of one participant.
    ///
    /// The sandwich A (Σ s sᵀ) A of the naive covariance A and the participants' scores s, times G/(G−1) · (N−1)/(N−k)
    /// for G participants, N judgements and k parameters. Nil with a single participant.
    ///
    /// Liang and Zeger 1986, DOI 10.1093/biomet/73.1.13; correction as Cameron and Miller 2015, DOI 10.3368/jhr.50.2.317.
    func clusteredCovariance(_ counts: WinCounts) -> SquareMatrix? {
        guard counts.activeUnits > 1, let influences = influences(counts) else { return nil }
        var covariance = SquareMatrix.outerProduct(influences, count: counts.itemCount)
        let groups = Double(counts.activeUnits)
        let games = Double(counts.gameCount)
        let free = games - Double(counts.itemCount - 1)
        let correction = groups / (groups - 1) * (free > 0 ? (games - 1) / free : 1)
        for index in covariance.elements.indices { covariance.elements[index] *= correction }
        return covariance
    }
}
