extension Statistic {
    /// Gwet's AC1.
    static let gwetAC1 = Statistic(
        name: "gwet-ac1",
        summary:
            "agreement corrected for chance by the probability that raters choose at random; stable with skewed categories",
        citation: "Gwet 2008, British Journal of Mathematical and Statistical Psychology 61(1):29-48,"
            + " DOI 10.1348/000711006X126600",
        families: [.agreement],
        ratings: { table, options in
            [LinearizedAgreement(table, options, .identity).result("gwet-ac1", .gwet, "Gwet's chance agreement")]
        }
    )

    /// Gwet's AC2: AC1 with weights.
    static let gwetAC2 = Statistic(
        name: "gwet-ac2",
        summary: "AC1 for categories that may agree in part",
        citation: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition",
        families: [.agreement],
        ratings: { table, options in
            let weights =
                options.weights ?? CategoryWeights(options.level ?? (table.design.values == nil ? .nominal : .ordinal))
            return [LinearizedAgreement(table, options, weights).result("gwet-ac2", .gwet, "Gwet's chance agreement")]
        }
    )

    /// Randolph's free-marginal kappa.
    static let randolphKappa = Statistic(
        name: "randolph-kappa",
        summary: "agreement corrected for chance, all categories being alike; the same as Brennan and Prediger's",
        citation: "Randolph 2005, ERIC ED490661",
        families: [.agreement],
        ratings: { table, options in
            [
                LinearizedAgreement(table, options, options.weights ?? .identity).result(
                    "randolph-kappa",
                    .uniform,
                    "equal chances"
                )
            ]
        }
    )

    /// Scott's pi.
    static let scottPi = Statistic(
        name: "scott-pi",
        summary: "agreement of two participants corrected for chance by the categories' shares in both together",
        citation: "Scott 1955, Public Opinion Quarterly 19(3):321-325, DOI 10.1086/266577",
        families: [.agreement],
        ratings: { table, options in
            var result = LinearizedAgreement(table, options, options.weights ?? .identity)
                .result("scott-pi", .fleiss, "chance from the shares of both participants")
            if table.participants.count != 2 {
                result.mark(
                    Undefined("Scott's pi is of two participants, not \(table.participants.count): take fleiss-kappa")
                )
            }
            return [result]
        }
    )
}

/// A chance-corrected coefficient with the standard error over items that linearization gives.
///
/// Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapter 5: V = Σ (κᵢ* − κ)² / (n (n − 1)).
struct LinearizedAgreement {
    private let table: RatingTable
    private let options: AnalysisOptions
    private let weights: CategoryWeights

    init(_ table: RatingTable, _ options: AnalysisOptions, _ weights: CategoryWeights) {
        (self.table, self.options, self.weights) = (table, options, weights)
    }

    func result(_ name: String, _ chance: ChanceAgreement, _ what: String) -> StatisticResult {
        var result = StatisticResult(
            name: name,
            method: "weighted pairwise agreement; \(what); items rated once enter the chance term only",
            n: table.count
        )
        result.weights = weights.rawValue
        result.level = options.level
        let values = table.design.values ?? table.categories.indices.map { Double($0 + 1) }
        do throws(Undefined) {
            let counts = try CategoryCounts(table.design, weights.matrix(values))
            let categories = max(options.categories ?? 0, table.categories.count)
            let found = try chance.coefficient(counts, categories: categories)
            result.value = found.value
            addInterval(found.standardError, items: counts.rows.count, to: &result)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func addInterval(_ error: Double?, items: Int, to result: inout StatisticResult) {
        guard let error, let value = result.value else {
            result.warn("one item: there is no standard error")
            return
        }
        result.standardError = error
        guard error > 1e-12 else {
            result.warn("every item gives the same value: there is no interval")
            return
        }
        let t = StudentT(degreesOfFreedom: Double(items - 1))
        let margin = t.quantile(1 - (1 - options.confidence) / 2) * error
        result.interval = ConfidenceInterval(finite: max(-1, value - margin), min(1, value + margin))
        result.statisticValue = value / error
        result.df = Double(items - 1)
        result.p = t.outside(value / error)
        result.method += "; linearized standard error over items, ± t with \(items - 1) df"
        result.warn("the interval is about these participants: it does not account for others")
    }
}
