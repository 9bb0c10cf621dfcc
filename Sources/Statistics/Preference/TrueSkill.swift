extension Statistic {
    /// TrueSkill.
    static let trueSkill = Statistic(
        name: "trueskill",
        summary:
            "normal beliefs about each item's skill, updated answer by answer: mean, with its standard deviation as error",
        citation: "Herbrich, Minka and Graepel 2007, TrueSkill: A Bayesian Skill Rating System, NIPS 19",
        families: [.preference],
        pairs: { table, _ in [TrueSkill.result(table)] }
    )
}

/// TrueSkill with the numbers of its paper: μ = 25, σ = 25/3, β = σ/2, τ = σ/100, draws at the share of ties.
enum TrueSkill {
    static func result(_ table: PairTable) -> StatisticResult {
        let (mu, sigma) = (25.0, 25.0 / 3)
        let (beta, tau) = (sigma / 2, sigma / 100)
        let firsts = Array(table.firsts)
        // A share of draws as the model's authors take it where nothing is known.
        let draws = 0.1
        let margin = Normal.quantile((draws + 1) / 2) * (2.0).squareRoot() * beta
        var means = [Double](repeating: mu, count: table.items.count)
        var variances = [Double](repeating: sigma * sigma, count: table.items.count)
        for judgement in firsts {
            let isTie = judgement.outcome == .tie
            let leftWins = judgement.outcome != .right
            let (winner, loser) = (
                Int(leftWins ? judgement.left : judgement.right), Int(leftWins ? judgement.right : judgement.left)
            )
            variances[winner] += tau * tau
            variances[loser] += tau * tau
            let c = (2 * beta * beta + variances[winner] + variances[loser]).squareRoot()
            let (t, e) = ((means[winner] - means[loser]) / c, margin / c)
            let (v, w) = isTie ? tied(t, e) : won(t, e)
            means[winner] += variances[winner] / c * v
            means[loser] -= variances[loser] / c * v
            variances[winner] *= 1 - variances[winner] / (c * c) * w
            variances[loser] *= 1 - variances[loser] / (c * c) * w
        }
        var result = StatisticResult(
            name: "trueskill",
            method: "μ = 25, σ = 25/3, β = σ/2, τ = σ/100, draw probability 0.1; answers in the order of the table",
            n: firsts.count
        )
        guard !firsts.isEmpty else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        result.items = table.items.indices.map {
            ItemEstimate(item: table.items[$0], value: means[$0], standardError: variances[$0].squareRoot())
        }
        result.warn("beliefs depend on the order of answers: they describe a stream, not a scale")
        return result
    }

    private static func won(_ t: Double, _ e: Double) -> (v: Double, w: Double) {
        let x = t - e
        let below = Normal.cdf(x)
        let v = below > 1e-300 ? Normal.density(x) / below : -x
        return (v, v * (v + x))
    }

    private static func tied(_ t: Double, _ e: Double) -> (v: Double, w: Double) {
        let size = abs(t)
        let (above, below) = (e - size, -e - size)
        let mass = Normal.cdf(above) - Normal.cdf(below)
        guard mass > 1e-300 else { return (t < 0 ? -t - e : -t + e, 1) }
        let v = (Normal.density(below) - Normal.density(above)) / mass
        let w = v * v + (above * Normal.density(above) - below * Normal.density(below)) / mass
        return (t < 0 ? -v : v, w)
    }
}
