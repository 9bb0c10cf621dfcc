extension BradleyTerryFit {
    /// The covariance matrix of log-worths with mean 0 that holds with dependent answers of one participant.
    ///
    /// The sandwich A (Σ s sᵀ) A of the naive covariance A and the participants' scores s, times G/(G−1) · (N−1)/(N−k)
    /// for G participants, N judgements and k parameters. Nil with a single participant.
    ///
    /// Liang and Zeger 1986, DOI 10.1093/biomet/73.1.13; correction as Cameron and Miller 2015, DOI 10.3368/jhr.50.2.317.
    func clusteredCovariance(_ counts: WinCounts) -> SquareMatrix? {
        let participants = counts.activeParticipants
        guard participants > 1, let naive = naiveCovariance() else { return nil }
        let n = counts.itemCount
        var scores = [Double](repeating: 0, count: counts.participantCount * n)
        for game in counts.games {
            let row = Int(game.participant) * n
            let residual = (game.isTie ? 0.5 : 1) - probability(Int(game.winner), over: Int(game.loser))
            scores[row + Int(game.winner)] += residual
            scores[row + Int(game.loser)] -= residual
        }
        // A s for each participant; the sandwich is the sum of their outer products.
        var covariance = SquareMatrix(size: n)
        var influence = [Double](repeating: 0, count: n)
        for participant in 0..<counts.participantCount {
            let score = scores[participant * n..<(participant + 1) * n]
            guard score.contains(where: { $0 != 0 }) else { continue }
            for i in 0..<n {
                var sum = 0.0
                for (j, value) in score.enumerated() { sum += naive.elements[i * n + j] * value }
                influence[i] = sum
            }
            for i in 0..<n {
                for j in 0..<n { covariance.elements[i * n + j] += influence[i] * influence[j] }
            }
        }
        let groups = Double(participants)
        let games = Double(counts.games.count)
        let free = games - Double(n - 1)
        let correction = groups / (groups - 1) * (free > 0 ? (games - 1) / free : 1)
        for index in covariance.elements.indices { covariance.elements[index] *= correction }
        return covariance
    }
}
