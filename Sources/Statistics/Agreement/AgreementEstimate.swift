/// Runs an agreement coefficient on a design: point estimate, two-way bootstrap, result.
struct AgreementEstimate {
    /// A coefficient as a function of counts.
    typealias Coefficient = (AgreementCounts) throws(Undefined) -> Double

    let design: AgreementDesign
    let options: AnalysisOptions
    /// What a cluster of units is called in `method`, in the plural.
    var unitName = "items"

    /// The coefficient with its interval, or the reason why there is none.
    func result(name: String, method: String, coefficient: Coefficient) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: design.cellRater.count)
        let counts = AgreementCounts(design)
        do throws(Undefined) {
            result.value = try coefficient(counts)
        } catch {
            result.mark(error)
            return result
        }
        guard options.resamples > 0 else { return result }

        result.method += "; percentile bootstrap over \(resampledNames), \(options.resamples) resamples"
        result.method += ", seed \(options.seed)"
        let draws = resample(counts, coefficient)
        let failed = options.resamples - draws.count
        if failed > 0 {
            result.warn("\(failed) of \(options.resamples) resamples gave no value and are left out of the interval")
        }
        guard draws.count >= options.resamples / 2, draws.count > 1 else {
            result.warn("no interval: more than half of the resamples gave no value")
            return result
        }
        let summary = BootstrapSummary(draws, confidence: options.confidence)
        result.standardError = summary.standardError
        result.interval = summary.interval
        if design.resamplesRaters, design.raterCount < 5 {
            result.warn("only \(design.raterCount) participants: the interval says little about other participants")
        }
        if design.clusters.count < 10 {
            result.warn("only \(design.clusters.count) \(unitName): the interval says little about others")
        }
        return result
    }

    private var resampledNames: String {
        design.resamplesRaters ? "\(unitName) and participants" : unitName
    }

    /// The coefficient on each resample that has one.
    private func resample(_ data: AgreementCounts, _ coefficient: Coefficient) -> [Double] {
        var generator = SeededGenerator(seed: options.seed)
        var counts = data
        var clusters = [Int32](repeating: 0, count: design.clusters.count)
        var raters = [Int32](repeating: 0, count: design.raterCount)
        var draws: [Double] = []
        draws.reserveCapacity(options.resamples)
        for _ in 0..<options.resamples {
            generator.resample(into: &clusters)
            if design.resamplesRaters {
                generator.resample(into: &raters)
                counts.resample(raters: raters, clusters: clusters)
            } else {
                counts.resample(raters: nil, clusters: clusters)
            }
            do throws(Undefined) {
                draws.append(try coefficient(counts))
            } catch {
                continue
            }
        }
        return draws
    }
}
